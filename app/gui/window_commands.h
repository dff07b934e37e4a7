#pragma once

#include "widgets/common/command_palette.h"

#include <vector>

namespace otabench::gui {

class MainWindow;

/// What the command palette offers at this moment: the pages, the enabled acts of each page, every
/// board, and what belongs to the window. The entries hold the window by reference: they are for a
/// palette that is its child.
[[nodiscard]] std::vector<widgets::PaletteEntry> windowCommands(MainWindow &window);

} // namespace otabench::gui
