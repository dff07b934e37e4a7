#pragma once

#include "image/detail/layout.h"
#include "image/reader.h"

namespace otabench::image::detail {

/// Reads an application or bootloader image that starts with the image magic: kind, header,
/// segments, description, digests, signature blocks and their checks. `file` may go on behind the
/// image. Never fails; bounded by `file`.
void readEspImage(Bytes file, Image &image);

/// Checks the Secure Boot v2 sector that may follow an image which ends (with its digest) at
/// image.imageBytes, and moves imageBytes behind it; notes a v1 signature, and bytes that boards
/// ignore.
void readSignature(Bytes file, Image &image);

} // namespace otabench::image::detail
