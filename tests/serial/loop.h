#pragma once

#include <boost/asio/io_context.hpp>

#include <chrono>

namespace otabench::serial {

/// Runs the loop on this thread until `condition` holds; false after the limit.
bool runUntil(boost::asio::io_context &context, const auto &condition,
              std::chrono::milliseconds limit = std::chrono::seconds(20))
{
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() >= end)
            return false;
        context.restart();
        context.run_one_for(std::chrono::milliseconds(10));
    }
    return true;
}

} // namespace otabench::serial
