import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { Template } from 'aws-cdk-lib/assertions';
import { buildStack, configurations } from './configurations';
import { answerPromises } from './promises/answers';
import { authorizationPromises } from './promises/authorization';
import { boundTokenPromises } from './promises/bound-tokens';
import { deploymentPromises } from './promises/deployment';
import { evidencePromises } from './promises/evidence';
import { networkPromises } from './promises/network';
import { permissionPromises } from './promises/permissions';
import { tokenTierPromises } from './promises/token-tiers';
import { validationPromises } from './promises/validation';
import { TemplateView } from './view';

const promises = [
  ...authorizationPromises,
  ...validationPromises,
  ...networkPromises,
  ...answerPromises,
  ...evidencePromises,
  ...permissionPromises,
  ...tokenTierPromises,
  ...boundTokenPromises,
  ...deploymentPromises,
];

/** A library cannot choose its user's flags: every promise holds with all of them off and with all recommended ones on. */
const flagSets = [
  { flags: 'no feature flag', context: {} },
  { flags: 'all recommended feature flags', context: recommendedFlags },
];

describe.each(flagSets)('with $flags', ({ context }) => {
  describe.each(configurations)('$name', (configuration) => {
    let view: TemplateView;
    beforeAll(() => {
      view = new TemplateView(Template.fromStack(buildStack(configuration, context)).toJSON() as TemplateView['json']);
    });

    const applying = promises.filter(({ of }) => of?.(configuration.traits) ?? true);

    test.each(applying)('$name', ({ violations }) => {
      expect(violations(view, configuration.traits)).toEqual([]);
    });

    test.each(applying)('a template that breaks it is found out: $name', ({ violations, break: breakIt }) => {
      const broken = view.clone();
      breakIt(broken);
      expect(violations(broken, configuration.traits)).not.toEqual([]);
    });
  });
});

test('every promise is checked in at least one configuration', () => {
  const idle = promises.filter(({ of }) => !configurations.some(({ traits }) => of?.(traits) ?? true));
  expect(idle.map(({ name }) => name)).toEqual([]);
});
