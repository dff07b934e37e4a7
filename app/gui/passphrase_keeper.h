#pragma once

#include "base/error.h"

#include <mutex>
#include <optional>
#include <string>

namespace otabench::gui {

/// The lab CA's passphrase between the window, which asks a person for it, and the laboratory,
/// which needs it when a server certificate has to be issued and cannot wait. In memory alone, and
/// never logged. Any thread.
class PassphraseKeeper
{
public:
    /// From the person. `keep`: for later campaigns, too; else for the next one.
    void give(std::string passphrase, bool keep);

    /// A campaign is about to start: whether it asks is noted from here on.
    void beginStart();
    /// It has started, or has not: what was given for one campaign is forgotten. `isWrong`: so is
    /// what was kept.
    void endStart(bool isWrong);

    /// Whether the passphrase was asked for since beginStart().
    [[nodiscard]] bool wasAsked() const;

    /// LabOptions::caPassphrase: what was given, else $OTABENCH_CA_PASSPHRASE, else KeyInvalid.
    [[nodiscard]] Result<std::string> ask();

private:
    mutable std::mutex m_mutex; // guards all below
    std::optional<std::string> m_passphrase;
    bool m_isKept = false;
    bool m_wasAsked = false;
};

} // namespace otabench::gui
