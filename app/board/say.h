#pragma once

#include <cstdio>
#include <string>

namespace otabench::board {

/// A line on standard error for a person. A stream that is closed is no reason to stop: the boards
/// go on. Thread: any; lines do not mix.
inline void say(const std::string &text)
{
    std::fputs(("otabench-board: " + text + "\n").c_str(), stderr);
}

} // namespace otabench::board
