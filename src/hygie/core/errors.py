"""The one error that reaches a person."""


class HygieError(Exception):
    """A failure told in French: what happened, what was left untouched, what to do now.

    Attributes:
        code: stable, dotted, for tests and logs ("storage.wrong_key").
        message: what happened and what was left untouched.
        advice: the next thing to do.
        retry: whether the same gesture may succeed later without any change.
    """

    def __init__(self, code: str, message: str, *, advice: str = "", retry: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.advice = advice
        self.retry = retry

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()
