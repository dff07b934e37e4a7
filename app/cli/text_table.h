#pragma once

#include "output.h"

#include <string>
#include <string_view>
#include <vector>

namespace otabench::cli {

/// Rows of cells, printed in columns as wide as their widest cell.
class TextTable
{
public:
    explicit TextTable(std::vector<std::string> head);

    void add(std::vector<std::string> cells);
    /// A line that is no row: text after the first cell.
    void addNote(std::string first, std::string text);

    void print(const Output &output) const;

private:
    struct Row
    {
        std::vector<std::string> cells;
        bool isNote = false;
    };

    std::vector<Row> m_rows;
};

/// Columns that a text takes on a terminal; East Asian characters take two.
[[nodiscard]] std::size_t textWidth(std::string_view utf8);

} // namespace otabench::cli
