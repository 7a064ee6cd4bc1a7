//! A free list instead of std's allocator, which would be a tenth of the module.

use lol_alloc::{AssumeSingleThreaded, FreeListAllocator};

#[global_allocator]
#[allow(unsafe_code, reason = "sound: this target has one thread and no shared memory")]
static ALLOCATOR: AssumeSingleThreaded<FreeListAllocator> =
    unsafe { AssumeSingleThreaded::new(FreeListAllocator::new()) };
