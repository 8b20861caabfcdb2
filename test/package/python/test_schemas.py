"""JSON null is lost where a schema crosses as an object, so that is refused, and kept where it crosses as text."""

import json
import unittest
from pathlib import Path

import aws_cdk as cdk
from cdk_secure_api_gateway import Access, ApiAuthorizer, RequestBody, RouteTarget, SecureApiGateway

LOST = [
    {"type": "object", "properties": {"a": {"const": None}}},
    {"type": "object", "properties": {"a": {"pattern": None}}},
    {"type": "object", "properties": {"a": {"required": None}}},
    {"type": "object", "additionalProperties": {"const": None}},
    {"type": "object", "patternProperties": {"^x": {"const": None}}},
    {"type": "array", "items": {"const": None}},
    {"type": "array", "items": {"description": "nothing", "const": None}},
    {"type": "object", "not": {"const": None}},
    {"anyOf": [{"type": "object"}, {"const": None}]},
    {"enum": [{"k": None}]},
    {"enum": ["a", {"j": 1, "k": None}]},
    {"const": {"k": None}},
]


def synthesized(*bodies):
    app = cdk.App(analytics_reporting=False)
    stack = cdk.Stack(app, "S")
    api = SecureApiGateway(stack, "Api", authorizer=ApiAuthorizer.iam())
    for index, body in enumerate(bodies):
        target = RouteTarget.mock(status_code=200)
        api.add_route(f"POST /r{index}", target, access=Access.authenticated(), body=body)
    return app.synth().get_stack_by_name("S")


def models_of(*bodies):
    # From the file: what comes back through jsii has lost its nulls, too.
    template = json.loads(Path(synthesized(*bodies).template_full_path).read_text(encoding="utf-8"))
    resources = template["Resources"].values()
    return [each["Properties"]["Schema"] for each in resources if each["Type"] == "AWS::ApiGateway::Model"]


class Schemas(unittest.TestCase):
    def test_an_object_that_may_have_lost_a_null_is_refused(self):
        for schema in LOST:
            with self.subTest(schema=schema), self.assertRaisesRegex(RuntimeError, r"RequestBody\.jsonText\(\).*\[SchemaEmpty\]"):
                models_of(RequestBody.json(schema))

    def test_a_whole_schema_that_was_null_is_refused(self):
        for schema in [{"const": None}, {"pattern": None}, {"required": None}, {"enum": None}]:
            with self.subTest(schema=schema), self.assertRaisesRegex(RuntimeError, r"RequestBody\.jsonText\(\).*\[SchemaInvalid\]"):
                models_of(RequestBody.json(schema))

    def test_null_in_a_list_is_refused(self):
        with self.assertRaisesRegex(RuntimeError, r"RequestBody\.jsonText\(\).*\[SchemaInvalid\]"):
            models_of(RequestBody.json({"enum": ["a", None]}))

    def test_text_keeps_every_null(self):
        schema = {
            "type": "object",
            "properties": {"a": {"const": None}, "b": {"enum": ["x", None, {"k": None}]}, "c": {}},
            "required": ["a"],
        }
        (model,) = models_of(RequestBody.json_text(json.dumps(schema)))
        self.assertEqual(
            model["properties"],
            {"a": {"enum": [None]}, "b": {"enum": ["x", None, {"k": None}]}, "c": {}},
        )
        self.assertIs(model["additionalProperties"], False)

    def test_what_is_wrong_in_a_text_is_an_error(self):
        for schema in [{"pattern": None}, {"required": None}, {"enum": None}, {"type": None}]:
            text = json.dumps({"type": "object", "properties": {"a": schema}})
            with self.subTest(text=text), self.assertRaisesRegex(RuntimeError, r"is null; .*\[SchemaInvalid\]"):
                models_of(RequestBody.json_text(text))

    def test_an_object_that_lost_nothing_works_with_a_warning(self):
        schema = {"type": "object", "properties": {"a": {"type": "string"}}}
        self.assertEqual(models_of(RequestBody.json(schema))[0]["properties"], schema["properties"])
        messages = [str(message.entry.data) for message in synthesized(RequestBody.json(schema)).messages]
        self.assertEqual(1, sum("cdk-secure-api-gateway:schemaNotText" in message for message in messages), messages)
        messages = [str(message.entry.data) for message in synthesized(RequestBody.json_text(json.dumps(schema))).messages]
        self.assertEqual(0, sum("cdk-secure-api-gateway:schemaNotText" in message for message in messages), messages)

    def test_the_order_of_members_does_not_count(self):
        schema = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "number"}}}
        reversed_schema = {"properties": {"b": {"type": "number"}, "a": {"type": "string"}}, "type": "object"}
        bodies = [RequestBody.json(schema), RequestBody.json(reversed_schema), RequestBody.json_text(json.dumps(schema))]
        self.assertEqual(1, len(models_of(*bodies)))


if __name__ == "__main__":
    unittest.main()
