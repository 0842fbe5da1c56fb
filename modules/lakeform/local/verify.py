from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    what: str
    expected: str
    observed: str
    ok: bool
def verify(state, aws): return ()
