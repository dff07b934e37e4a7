#pragma once

#include "base/error.h"

#include <nlohmann/json.hpp>

#include <string_view>

namespace otabench::cli {

/// Where a command's results go. With --json, standard output has one JSON object a line and
/// nothing else; what people read goes to standard error then.
class Output
{
public:
    void setJson(bool json) { m_json = json; }

    [[nodiscard]] bool isJson() const { return m_json; }

    /// One line of JSON, flushed; nothing without --json.
    void json(const nlohmann::ordered_json &object) const;
    /// A line for people: standard output, or standard error with --json.
    void line(std::string_view text) const;
    /// A line on standard error.
    void error(std::string_view text) const;

private:
    bool m_json = false;
};

} // namespace otabench::cli
