#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::board {

/// The host's end of a virtual board's port, as a test needs it: plain termios and the agent
/// protocol's codec.
class BoardPort
{
public:
    explicit BoardPort(const std::filesystem::path &link);
    ~BoardPort();
    BoardPort(const BoardPort &) = delete;
    BoardPort &operator=(const BoardPort &) = delete;

    /// Reads on until `text` occurs behind all that earlier calls found; forgets up to its end.
    [[nodiscard]] bool waitFor(std::string_view text,
                               std::chrono::milliseconds limit = std::chrono::seconds(60));

    void send(std::string_view bytes);
    void reset();

    /// Fields of a frame, decoded. Values that are missing read as "".
    struct Frame
    {
        std::string word;
        std::map<std::string, std::string> fields;

        [[nodiscard]] std::string get(const std::string &key) const;
    };

    /// Sends a request and waits for its answer; sends it again when none comes, as a host does.
    [[nodiscard]] std::optional<Frame>
    request(std::string_view word,
            const std::vector<std::pair<std::string, std::string>> &fields = {});

    /// The next event of that word for which `key` has `value`.
    [[nodiscard]] bool waitForEvent(std::string_view word, const std::string &key,
                                    std::string_view value);

    /// Everything that ever came.
    [[nodiscard]] const std::string &all() const { return m_all; }

private:
    bool readSome(std::chrono::steady_clock::time_point deadline);
    std::optional<std::string> nextLine(std::chrono::steady_clock::time_point deadline);

    int m_fd = -1;
    std::string m_all;
    std::size_t m_seen = 0;
    std::uint32_t m_nextId = 1;
};

} // namespace otabench::board
