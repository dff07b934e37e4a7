#include "text_table.h"

#include <algorithm>

namespace otabench::cli {
namespace {

/// From Unicode's East Asian Width property: the blocks that are wide as a whole.
bool isWide(char32_t code)
{
    return (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
           (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
           (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
           (code >= 0xFFE0 && code <= 0xFFE6) || (code >= 0x1F300 && code <= 0x1FAFF) ||
           (code >= 0x20000 && code <= 0x3FFFD);
}

} // namespace

std::size_t textWidth(std::string_view utf8)
{
    std::size_t width = 0;
    char32_t code = 0;
    const auto count = [&] { width += code == 0 ? 0 : isWide(code) ? 2 : 1; };
    for (const char byte : utf8) {
        const auto value = static_cast<unsigned char>(byte);
        if ((value & 0xC0) == 0x80) { // goes on
            code = code << 6 | (value & 0x3F);
            continue;
        }
        count();
        code = value < 0x80   ? value
               : value < 0xE0 ? value & 0x1F
               : value < 0xF0 ? value & 0x0F
                              : value & 0x07;
    }
    count();
    return width;
}

TextTable::TextTable(std::vector<std::string> head)
{
    m_rows.push_back({std::move(head), false});
}

void TextTable::add(std::vector<std::string> cells)
{
    m_rows.push_back({std::move(cells), false});
}

void TextTable::addNote(std::string first, std::string text)
{
    m_rows.push_back({{std::move(first), std::move(text)}, true});
}

void TextTable::print(const Output &output) const
{
    std::vector<std::size_t> widths(m_rows.front().cells.size());
    for (const Row &row : m_rows) {
        const std::size_t counted = row.isNote ? 1 : row.cells.size();
        for (std::size_t column = 0; column < std::min(counted, widths.size()); ++column)
            widths[column] = std::max(widths[column], textWidth(row.cells[column]));
    }
    for (const Row &row : m_rows) {
        std::string line;
        std::size_t wanted = 0;
        for (std::size_t column = 0; column < row.cells.size(); ++column) {
            const std::string &cell = row.cells[column];
            if (!cell.empty()) {
                line += std::string(wanted - std::min(wanted, textWidth(line)), ' ');
                line += cell;
            }
            wanted += column < widths.size() ? widths[column] + 2 : 0;
        }
        output.line(line);
    }
}

} // namespace otabench::cli
