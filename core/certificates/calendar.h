#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace otabench::certificates {

/// An end that a person is to be reminded of.
struct CalendarEntry
{
    std::string sha256;  ///< of the certificate: makes the event the same one when it comes again
    std::string title;   ///< "Lab CA \"x\" ends"
    std::string details; ///< what to do; may have several lines
    std::chrono::system_clock::time_point end;
    std::chrono::days remindBefore{30};
};

/// The ends as an iCalendar file (RFC 5545): an all-day event each, with a reminder before it.
/// Lines end with CR LF and are folded at 75 bytes, never within a character. `now` is the DTSTAMP.
[[nodiscard]] std::string toCalendar(const std::vector<CalendarEntry> &entries,
                                     std::chrono::system_clock::time_point now);

} // namespace otabench::certificates
