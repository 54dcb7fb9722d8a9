"""Every operation, asked a great many things made from the specification, answers as the specification has it."""

from http import HTTPStatus

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance, status_code_conformance

from tests.conformance.services import Server
from tests.conformance.specification import OPERATIONS, specification

EXAMPLES = 25
"""Requests for each operation, server and kind of data."""

LEFT_OUT = [
    # The specification tells of no answer but 200, so every refusal would be an alarm.
    status_code_conformance,
    # A request may be valid and name a file, a job or a model that does not exist.
    positive_data_acceptance,
    # Both servers look at the fields they know and leave the others aside, as is usual. It also takes a request
    # for one without a key before the key is put in.
    negative_data_rejection,
]


@pytest.fixture(scope="session")
def schema() -> BaseSchema:
    """What requests are made from and answers are held against."""
    return schemathesis.openapi.from_dict(specification())


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.name.lower())
@pytest.mark.parametrize("operation", OPERATIONS)
def test_answers_are_as_specified(server: Server, schema: BaseSchema, operation: str, mode: GenerationMode) -> None:
    requested = schema.find_operation_by_id(operation)
    statuses: set[int] = set()

    with requests.Session() as session:
        session.trust_env = False

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.data())
        def ask(data: st.DataObject) -> None:
            case = data.draw(requested.as_strategy(generation_mode=mode))
            if data.draw(st.booleans(), "about what is there"):
                for name, choices in server.real_path(operation).items():
                    if name in case.path_parameters:
                        case.path_parameters[name] = data.draw(st.sampled_from(choices))
                if isinstance(case.body, dict):
                    case.body |= server.real_body(operation)
            answer = case.call_and_validate(
                base_url=server.base_url,
                session=session,
                headers={"Authorization": f"Bearer {server.key}"},
                excluded_checks=LEFT_OUT,
            )
            statuses.add(answer.status_code)

        ask()
    assert mode is GenerationMode.NEGATIVE or HTTPStatus.OK in statuses
