//! The pointers of the caller, looked at before they are used: all that is unsafe here.

/// More than any machine lets one allocation have: a length beyond it is a mistake.
const LENGTH_MAX: usize = isize::MAX.unsigned_abs();

/// The bytes of the caller; `None` when the pointer is null or the length is none.
///
/// # Safety
/// `bytes` must be null or point to `length` bytes that stay as they are while the result is used.
pub(crate) unsafe fn given<'a>(bytes: *const u8, length: usize) -> Option<&'a [u8]> {
    if bytes.is_null() || length > LENGTH_MAX {
        return None;
    }
    // SAFETY: it is not null, no longer than an allocation can be, and the caller answers for the rest.
    Some(unsafe { std::slice::from_raw_parts(bytes, length) })
}

/// The place for a handle; `None` when the pointer is null or no place for one.
///
/// # Safety
/// `place` must be null or point to a `u64` that nobody else uses while the result is used.
pub(crate) unsafe fn taken<'a>(place: *mut u64) -> Option<&'a mut u64> {
    if !place.is_aligned() {
        return None;
    }
    // SAFETY: it is aligned, null is told by the call itself, and the caller answers for the rest.
    unsafe { place.as_mut() }
}

/// Copies as many bytes as there is room for; tells whether there was a place at all.
///
/// # Safety
/// `into` must be null or point to `room` bytes that nobody else uses during the call.
pub(crate) unsafe fn copied(bytes: &[u8], into: *mut u8, room: usize) -> bool {
    if into.is_null() || room > LENGTH_MAX {
        return false;
    }
    // SAFETY: `bytes` has at least so many, `into` has room for them, and what was just read cannot overlap with it.
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), into, bytes.len().min(room)) };
    true
}
