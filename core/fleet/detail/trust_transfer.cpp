#include "fleet/detail/trust_transfer.h"

#include "otabench_agent_protocol.h"

#include <array>
#include <string_view>

namespace otabench::fleet::detail {
namespace {

constexpr std::size_t kPieceBytes = 96; // 128 characters of base64url

std::string base64url(std::string_view bytes)
{
    std::array<char, 160> text;
    const std::size_t length =
        otabench_base64url_encode(reinterpret_cast<const std::uint8_t *>(bytes.data()),
                                  bytes.size(), text.data(), text.size());
    return std::string(text.data(), length);
}

/// Kept by the request that is under way.
class Transfer : public std::enable_shared_from_this<Transfer>
{
public:
    Transfer(AgentLink &link, std::string pem, const std::shared_ptr<bool> &owner,
             std::function<void(const Result<AgentMessage> &)> onDone)
        : m_link(link)
        , m_pem(std::move(pem))
        , m_owner(owner)
        , m_onDone(std::move(onDone))
    {
    }

    void start()
    {
        const auto crc = otabench_crc32(0, m_pem.data(), m_pem.size());
        ask("ca-begin",
            {{"size", std::to_string(m_pem.size())}, {"crc", fmt::format("{:#x}", crc)}});
    }

private:
    void ask(std::string word, AgentFields fields)
    {
        const bool isLast = word == "ca-commit";
        m_link.request(std::move(word), std::move(fields),
                       [self = shared_from_this(), isLast](const Result<AgentMessage> &answer) {
                           if (self->m_owner.expired())
                               return;
                           if (!answer || isLast)
                               self->m_onDone(answer);
                           else
                               self->sendPiece();
                       });
    }

    void sendPiece()
    {
        if (m_sent >= m_pem.size())
            return ask("ca-commit", {});
        const std::string_view piece = std::string_view(m_pem).substr(m_sent, kPieceBytes);
        AgentFields fields = {{"offset", std::to_string(m_sent)}, {"data", base64url(piece)}};
        m_sent += piece.size();
        ask("ca-data", std::move(fields));
    }

    AgentLink &m_link; // calls nobody once it is gone
    std::string m_pem;
    std::size_t m_sent = 0;
    std::weak_ptr<bool> m_owner;
    std::function<void(const Result<AgentMessage> &)> m_onDone;
};

} // namespace

void sendTrust(AgentLink &link, std::string pem, const std::shared_ptr<bool> &owner,
               std::function<void(const Result<AgentMessage> &)> onDone)
{
    std::make_shared<Transfer>(link, std::move(pem), owner, std::move(onDone))->start();
}

} // namespace otabench::fleet::detail
