"""What a user can mend; everything else is a bug and may show its traceback."""

from click import ClickException


class LlmpapersError(ClickException):
    """Something is wrong that the person at the terminal can put right.

    Click prints the message without a traceback and leaves with status 1.
    """
