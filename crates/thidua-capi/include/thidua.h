/* The C library of thidua. Made by cbindgen from crates/thidua-capi/src/lib.rs; do not edit.
 *
 * A request in JSON goes in, the handle of an answer in JSON comes out: ask its length, copy it, free it.
 * Handles are numbers and are never given out twice; 0 is none. All functions may be called from any thread. */

#ifndef THIDUA_H
#define THIDUA_H

#include <stddef.h>
#include <stdint.h>

/*
 Done (xong).
 */
#define THIDUA_DONE 0

/*
 Done, and a person must look at something (có việc cần người xem).
 */
#define THIDUA_NEEDS_PERSON 1

/*
 Refused: the answer says why (bị từ chối).
 */
#define THIDUA_REFUSED 2

/*
 The call itself is wrong: a null pointer, a length beyond all bounds, a handle that is not known (gọi sai).
 */
#define THIDUA_MISUSE 3

/*
 A fault of the library; the process goes on, and a season that was at work is gone (lỗi chương trình).
 */
#define THIDUA_INTERNAL 70

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/*
 The version of these functions; one that is higher has more of them.
 */
uint32_t thidua_abi_version(void);

/*
 Answers a request (trả lời một yêu cầu) in the format `thidua-request/1`: the handle of the answer is put into `answer`.

 # Safety
 `request` must point to `length` bytes that nobody writes to during the call, and `answer` to a place for a handle.
 Null pointers are told.
 */
int32_t thidua_evaluate(const uint8_t *request,
                        size_t length,
                        uint64_t *answer);

/*
 Like [`thidua_evaluate`], until another thread calls [`thidua_cancel`] (dừng được giữa chừng); since version 2.
 A call that was cancelled ends as refused, and its answer says so (TD0586). `cancel` may be 0.

 # Safety
 As for [`thidua_evaluate`].
 */
int32_t thidua_evaluate_until(const uint8_t *request,
                              size_t length,
                              uint64_t cancel,
                              uint64_t *answer);

/*
 Answers a request and keeps it (giữ lại một mùa xét), ready for changed cells: its handle is put into `season`, 0 when refused.

 # Safety
 As for [`thidua_evaluate`]; `season` must point to a place for a handle.
 */
int32_t thidua_season_open(const uint8_t *request,
                           size_t length,
                           uint64_t *season,
                           uint64_t *answer);

/*
 Like [`thidua_season_open`], until another thread calls [`thidua_cancel`]; since version 2.

 # Safety
 As for [`thidua_season_open`].
 */
int32_t thidua_season_open_until(const uint8_t *request,
                                 size_t length,
                                 uint64_t cancel,
                                 uint64_t *season,
                                 uint64_t *answer);

/*
 A wish that calls end (yêu cầu dừng), not told yet: its handle, to be freed like an answer; since version 2.
 */
uint64_t thidua_cancel_new(void);

/*
 Ends every call that was given this wish (dừng), from any thread; since version 2.
 */
int32_t thidua_cancel(uint64_t cancel);

/*
 Changes cells of a season (sửa ô), or asks what holds now, in the format `thidua-change/1`.

 # Safety
 As for [`thidua_evaluate`].
 */
int32_t thidua_season_change(uint64_t season, const uint8_t *change, size_t length, uint64_t *answer);

/*
 How many bytes an answer has (độ dài); 0 when the handle is not that of an answer.
 */
size_t thidua_length(uint64_t answer);

/*
 Copies an answer (chép trả lời): as many bytes as there is room for, and no zero byte after them.

 # Safety
 `into` must point to `room` bytes that nobody else uses during the call. A null pointer is told.
 */
int32_t thidua_copy(uint64_t answer, uint8_t *into, size_t room);

/*
 Frees an answer, a season or a wish (giải phóng); a handle that is not known, or was freed before, is told.
 */
int32_t thidua_free(uint64_t handle);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* THIDUA_H */
