"""Runs what the README shows of Python."""

import os
import re
import unittest
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_

SNIPPETS = re.findall(r"^```python\n(.*?)^```$", Path(os.environ["README"]).read_text(encoding="utf-8"), re.M | re.S)


class Readme(unittest.TestCase):
    def test_each_snippet_runs(self):
        self.assertGreater(len(SNIPPETS), 0)
        for snippet in SNIPPETS:
            with self.subTest(snippet=snippet):
                app = cdk.App(analytics_reporting=False)
                stack = cdk.Stack(app, "Readme")
                create_order = lambda_.Function.from_function_name(stack, "CreateOrder", "create-order")
                names = {"stack": stack, "create_order": create_order}
                exec(compile(snippet, "README.md", "exec"), names)
                template = app.synth().get_stack_by_name("Readme").template
                types = [resource["Type"] for resource in template["Resources"].values()]
                self.assertIn("AWS::ApiGateway::Method", types)


if __name__ == "__main__":
    unittest.main()
