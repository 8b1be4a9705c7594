"""Sends each request that schemathesis has made up in the name of others too, and looks at every answer alike: to make
requests up costs far more than to send them.

schemathesis loads this file, and `same_for_others` is one of its checks. What is to be done stands in the file that the
variable OTHERS names (see .ci/contract.mjs), and how much was done is written beside it.
"""

import atexit
import gc
import json
import os
import pathlib

import requests
import schemathesis
from schemathesis.checks import CHECKS
from schemathesis.core.failures import Failure

# schemathesis keeps much; looking through all of it for garbage again and again takes long.
gc.set_threshold(100_000, 50, 100)

_told = pathlib.Path(os.environ["OTHERS"])
_task = json.loads(_told.read_text())
_done = {}


class _Caller(requests.auth.AuthBase):
    """Puts the caller's token, or none, in the place of the one that the request was made up with."""

    def __init__(self, token):
        self.token = token

    def __call__(self, request):
        request.headers.pop("Authorization", None)
        if self.token:
            request.headers["Authorization"] = f"Bearer {self.token}"
        return request


def _session(token):
    session = requests.Session()
    session.auth = _Caller(token)
    return session


_sessions = {other["name"]: _session(other.get("token")) for other in _task["others"]}


@schemathesis.check
def same_for_others(ctx, response, case):
    for name, session in _sessions.items():
        answer = case.call(session=session, timeout=_task["timeout"])
        _done.setdefault(name, []).append(case.operation.label)
        for check in _task["checks"]:
            try:
                CHECKS.get_one(check)(ctx, answer, case)
            except Failure as failure:
                raise AssertionError(f"As {name}: {failure.title}: {failure.message}") from failure


@atexit.register
def _report():
    counts = {name: {"operations": len(set(labels)), "cases": len(labels)} for name, labels in _done.items()}
    _told.with_name(_told.name + ".done").write_text(json.dumps(counts))
