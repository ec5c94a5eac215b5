"""thidua through ctypes: no package to build, only the shared library.

    engine = Thidua("libthidua_capi.so")
    answer = engine.evaluate(request)            # dict in, dict out; Refused carries the findings
    with engine.season(request) as season:
        season.set("xa-a", "I", "9.5")           # numbers as text, int or Decimal; a float is refused
"""

import ctypes
import json
from decimal import Decimal

DONE, NEEDS_PERSON, REFUSED, MISUSE, INTERNAL = 0, 1, 2, 3, 70


class ThiduaError(Exception):
    """A call that cannot be: a handle that was freed, or a fault of the library."""


class Refused(ThiduaError):
    """What was refused; `findings` holds code, entrant, input, message and help of each."""

    def __init__(self, findings):
        self.findings = findings
        super().__init__("; ".join(f"{found['code']} {found['message'].get('vi', '')}" for found in findings))


class Thidua:
    """The library; it may be used from any thread, and lets other threads run while it works."""

    def __init__(self, path):
        library = ctypes.CDLL(path)
        size, handle, place = ctypes.c_size_t, ctypes.c_uint64, ctypes.POINTER(ctypes.c_uint64)
        for name, result, takes in [
            ("thidua_abi_version", ctypes.c_uint32, []),
            ("thidua_evaluate", ctypes.c_int32, [ctypes.c_char_p, size, place]),
            ("thidua_season_open", ctypes.c_int32, [ctypes.c_char_p, size, place, place]),
            ("thidua_season_change", ctypes.c_int32, [handle, ctypes.c_char_p, size, place]),
            ("thidua_length", size, [handle]),
            ("thidua_copy", ctypes.c_int32, [handle, ctypes.c_char_p, size]),
            ("thidua_free", ctypes.c_int32, [handle]),
        ]:
            function = getattr(library, name)
            function.restype, function.argtypes = result, takes
        self.library = library

    def evaluate_bytes(self, request):
        """The status and the bytes of the answer."""
        answer = ctypes.c_uint64()
        status = self.library.thidua_evaluate(request, len(request), ctypes.byref(answer))
        return status, self._taken(status, answer)

    def evaluate(self, request):
        """The answer to a request."""
        return read(*self.evaluate_bytes(written(request)))

    def season(self, request):
        """A season that keeps the run of a request."""
        return Season(self, request)

    def _taken(self, status, answer):
        if status in (MISUSE, INTERNAL):
            raise ThiduaError(f"status {status}")
        length = self.library.thidua_length(answer)
        room = ctypes.create_string_buffer(length)
        self.library.thidua_copy(answer, room, length)
        self.library.thidua_free(answer)
        return room.raw


class Season:
    """A run that stays in the library and answers changed cells."""

    def __init__(self, engine, request):
        self.engine, season, answer = engine, ctypes.c_uint64(), ctypes.c_uint64()
        request = request if isinstance(request, bytes) else written(request)
        status = engine.library.thidua_season_open(
            request, len(request), ctypes.byref(season), ctypes.byref(answer)
        )
        self.opened = read(status, engine._taken(status, answer))
        self.handle = season.value

    def change_bytes(self, change):
        """The status and the bytes of the answer to changed cells."""
        answer = ctypes.c_uint64()
        status = self.engine.library.thidua_season_change(self.handle, change, len(change), ctypes.byref(answer))
        return status, self.engine._taken(status, answer)

    def set(self, entrant, input, value, **select):
        """Changes one cell; the answer tells whom that moved."""
        cell = {"entrant": entrant, "input": input, "value": value}
        change = {"format": "thidua-change/1", "set": [cell], "select": select}
        return read(*self.change_bytes(written(change)))["change"]

    def close(self):
        """Lets go of the season; a second time is an error."""
        if self.engine.library.thidua_free(self.handle) != DONE:
            raise ThiduaError("the season is closed already")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def written(value):
    """JSON without binary floats."""

    def checked(part):
        if isinstance(part, float):
            raise TypeError(f"{part!r} is a binary float: write a text, an int or a Decimal")
        if isinstance(part, dict):
            return {key: checked(each) for key, each in part.items()}
        if isinstance(part, (list, tuple)):
            return [checked(each) for each in part]
        return str(part) if isinstance(part, Decimal) else part

    return json.dumps(checked(value), ensure_ascii=False).encode()


def read(status, answer):
    """The answer as a dict; what was refused is raised."""
    answer = json.loads(answer)
    if status == REFUSED:
        raise Refused(answer["errors"])
    return answer
