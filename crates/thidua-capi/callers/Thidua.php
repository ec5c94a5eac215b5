<?php
// thidua through FFI: no package to build, only the shared library. `void*` where C says `const uint8_t*`,
// since PHP turns `const char*` into texts of its own.

final class Thidua
{
    private FFI $library;

    public function __construct(string $path)
    {
        $this->library = FFI::cdef('
            int32_t thidua_evaluate(const void *request, size_t length, uint64_t *answer);
            int32_t thidua_season_open(const void *request, size_t length, uint64_t *season, uint64_t *answer);
            int32_t thidua_season_change(uint64_t season, const void *change, size_t length, uint64_t *answer);
            size_t thidua_length(uint64_t answer);
            int32_t thidua_copy(uint64_t answer, void *into, size_t room);
            int32_t thidua_free(uint64_t handle);', $path);
    }

    /** The answer to a request, both as JSON; refused ones carry `errors`. */
    public function evaluate(string $request): string
    {
        $answer = $this->library->new('uint64_t');
        $bytes = $this->bytes($request);
        $status = $this->library->thidua_evaluate($bytes, strlen($request), FFI::addr($answer));
        return $this->taken($status, $answer->cdata);
    }

    /** A season that keeps the run of a request: its handle, and the answer. */
    public function open(string $request): array
    {
        $season = $this->library->new('uint64_t');
        $answer = $this->library->new('uint64_t');
        $bytes = $this->bytes($request);
        $status = $this->library->thidua_season_open($bytes, strlen($request), FFI::addr($season), FFI::addr($answer));
        return [$season->cdata, $this->taken($status, $answer->cdata)];
    }

    /** The answer to changed cells. */
    public function change(int $season, string $change): string
    {
        $answer = $this->library->new('uint64_t');
        $bytes = $this->bytes($change);
        $status = $this->library->thidua_season_change($season, $bytes, strlen($change), FFI::addr($answer));
        return $this->taken($status, $answer->cdata);
    }

    /** Lets go of a season. */
    public function free(int $handle): void
    {
        if ($this->library->thidua_free($handle) !== 0) {
            throw new RuntimeException('the handle is not known');
        }
    }

    private function bytes(string $text): FFI\CData
    {
        $bytes = $this->library->new('uint8_t[' . max(1, strlen($text)) . ']');
        FFI::memcpy($bytes, $text, strlen($text));
        return $bytes;
    }

    private function taken(int $status, int $answer): string
    {
        if ($status > 2) {
            throw new RuntimeException("status $status");
        }
        $length = $this->library->thidua_length($answer);
        $room = $this->library->new("uint8_t[$length]");
        $this->library->thidua_copy($answer, $room, $length);
        $this->library->thidua_free($answer);
        return FFI::string($room, $length);
    }
}
