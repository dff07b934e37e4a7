#include "output.h"

#include "commands.h"

#include <cstdio>

namespace otabench::cli {
namespace {

void print(std::FILE *stream, std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fputc('\n', stream);
    std::fflush(stream);
}

} // namespace

void Output::json(const nlohmann::ordered_json &object) const
{
    if (m_json)
        print(stdout,
              object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void Output::line(std::string_view text) const
{
    print(m_json ? stderr : stdout, text);
}

void Output::error(std::string_view text) const
{
    print(stderr, text);
}

void Context::failed(const Error &error)
{
    output.error(fmt::format("otabench-cli: {}", error.text));
    exitStatus = error.code == ErrorCode::InvalidArgument ? 2 : 1;
}

} // namespace otabench::cli
