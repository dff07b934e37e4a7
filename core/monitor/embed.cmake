# Writes OUTPUT, a source with a function FUNCTION that returns the bytes of INPUT:
# cmake -DINPUT=… -DOUTPUT=… -DFUNCTION=… -P embed.cmake
file(READ "${INPUT}" bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "((0x[0-9a-f]+,){24})" "\\1\n" bytes "${bytes}")
file(WRITE "${OUTPUT}" "#include \"monitor/detail/catalogue_text.h\"

#include <cstddef>

namespace otabench::monitor::detail {
namespace {
const unsigned char kBytes[] = {
${bytes}};
} // namespace

std::string_view ${FUNCTION}()
{
    return {reinterpret_cast<const char *>(kBytes), sizeof kBytes};
}

} // namespace otabench::monitor::detail
")
