#include "monitor/text_pattern.h"

#include "base/assert.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>

namespace otabench::monitor {
namespace {

// A log line needs some hundred steps; a pattern such as (a+)+$ would need millions.
constexpr std::uint32_t kMaxSteps = 200'000;

struct Release
{
    void operator()(pcre2_code *code) const { pcre2_code_free(code); }

    void operator()(pcre2_match_data *data) const { pcre2_match_data_free(data); }

    void operator()(pcre2_match_context *context) const { pcre2_match_context_free(context); }
};

/// What a match works in: one for each thread, as patterns are shared.
struct Workspace
{
    std::unique_ptr<pcre2_match_data, Release> data{pcre2_match_data_create(1, nullptr)};
    std::unique_ptr<pcre2_match_context, Release> context{pcre2_match_context_create(nullptr)};

    Workspace() { pcre2_set_match_limit(context.get(), kMaxSteps); }
};

std::string errorText(int code)
{
    std::array<unsigned char, 160> text{};
    pcre2_get_error_message(code, text.data(), text.size());
    return reinterpret_cast<const char *>(text.data());
}

} // namespace

struct TextPattern::Code
{
    std::unique_ptr<pcre2_code, Release> code;
};

TextPattern::TextPattern(std::shared_ptr<const Code> code)
    : m_code(std::move(code))
{
}

Result<TextPattern> TextPattern::compile(std::string_view pattern, Case letterCase)
{
    int error = 0;
    std::size_t place = 0;
    const std::uint32_t options = letterCase == Case::Ignored ? PCRE2_CASELESS : 0;
    auto code = std::make_shared<Code>();
    code->code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                                   options, &error, &place, nullptr));
    if (!code->code)
        return fail(ErrorCode::InvalidArgument,
                    "\"{}\" is no regular expression: {} at character {}; put a backslash before "
                    "characters with a meaning",
                    pattern, errorText(error), place + 1);
    (void)pcre2_jit_compile(code->code.get(), PCRE2_JIT_COMPLETE); // without it: slower
    return TextPattern(std::move(code));
}

TextPattern TextPattern::literal(std::string_view text, Case letterCase)
{
    std::string pattern;
    for (const char c : text) {
        const bool isPlain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                             (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
        if (c == '\0') {
            pattern += "\\x00";
            continue;
        }
        if (!isPlain)
            pattern += '\\';
        pattern += c;
    }
    auto compiled = compile(pattern, letterCase);
    OTABENCH_ASSERT(compiled);
    return *std::move(compiled);
}

std::optional<TextPattern::Place> TextPattern::find(std::string_view text, std::size_t from) const
{
    static thread_local const Workspace workspace;
    if (from > text.size() ||
        pcre2_match(m_code->code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                    from, 0, workspace.data.get(), workspace.context.get()) < 0)
        return std::nullopt;
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(workspace.data.get());
    if (ends[1] < ends[0]) // \K in a lookahead: no place to show
        return std::nullopt;
    return Place{.at = ends[0], .length = ends[1] - ends[0]};
}

bool TextPattern::isIn(std::string_view text) const
{
    static thread_local const Workspace workspace;
    return pcre2_match(m_code->code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                       0, 0, workspace.data.get(), workspace.context.get()) >= 0;
}

} // namespace otabench::monitor
