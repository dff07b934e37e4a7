#include "passphrase_keeper.h"

#include "certificates/private_key.h"

namespace otabench::gui {

void PassphraseKeeper::give(std::string passphrase, bool keep)
{
    const std::lock_guard lock(m_mutex);
    m_passphrase = std::move(passphrase);
    m_isKept = keep;
}

void PassphraseKeeper::beginStart()
{
    const std::lock_guard lock(m_mutex);
    m_wasAsked = false;
}

void PassphraseKeeper::endStart(bool isWrong)
{
    const std::lock_guard lock(m_mutex);
    if (isWrong || !m_isKept)
        m_passphrase.reset();
}

bool PassphraseKeeper::wasAsked() const
{
    const std::lock_guard lock(m_mutex);
    return m_wasAsked;
}

Result<std::string> PassphraseKeeper::ask()
{
    {
        const std::lock_guard lock(m_mutex);
        m_wasAsked = true;
        if (m_passphrase)
            return *m_passphrase;
    }
    return certificates::environmentPassphrase()();
}

} // namespace otabench::gui
