//! Room in the memory of a WebAssembly sandbox, where the host cannot point into memory of its own.

/// Room for so many bytes that the host writes to (cấp chỗ trong bộ nhớ); null when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn thidua_room(length: usize) -> *mut u8 {
    let mut room = Vec::new();
    if room.try_reserve_exact(length).is_err() {
        return std::ptr::null_mut();
    }
    room.resize(length, 0_u8);
    Box::into_raw(room.into_boxed_slice()).cast()
}

/// Gives the room back (trả lại chỗ).
///
/// # Safety
/// `room` must come from [`thidua_room`] with the same length, and not have been given back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn thidua_give_back(room: *mut u8, length: usize) {
    if !room.is_null() {
        let room = std::ptr::slice_from_raw_parts_mut(room, length);
        // SAFETY: it was made by `thidua_room` of a box of this length, which the caller answers for.
        drop(unsafe { Box::from_raw(room) });
    }
}
