#pragma once

#include "widgets/certificates/lab_trust.h"
#include "widgets/common/work_dialog.h"

#include <functional>

class QCheckBox;
class QLabel;

namespace otabench::widgets {

class KeyTypeBox;
class PassphraseLine;

/// Protects the lab CA's key by a passphrase, changes it, or takes it off.
class ProtectionDialog : public WorkDialog
{
    Q_OBJECT
public:
    ProtectionDialog(const LabTrust &trust, const Theme &theme, QWidget *parent);

Q_SIGNALS:
    void storeChanged();

protected:
    void act() override;
    void retranslate() override;

private:
    void updateReady();

    std::filesystem::path m_folder;
    bool m_isProtected;
    QLabel *m_nowLabel;
    PassphraseLine *m_now;
    QCheckBox *m_remove;
    QLabel *m_newLabel;
    PassphraseLine *m_new;
    QLabel *m_againLabel;
    PassphraseLine *m_again;
};

/// Sets a second CA beside the first.
class RotateDialog : public WorkDialog
{
    Q_OBJECT
public:
    RotateDialog(const LabTrust &trust, const Theme &theme, QWidget *parent);

Q_SIGNALS:
    void storeChanged();

protected:
    void act() override;
    void retranslate() override;

private:
    std::filesystem::path m_folder;
    QLabel *m_keyLabel;
    KeyTypeBox *m_key;
    QLabel *m_caLabel;
    PassphraseLine *m_ca;
};

/// Asks for the lab CA's passphrase when an update needs the key to issue a server certificate. The
/// passphrase is tried before it is given on.
class PassphraseDialog : public WorkDialog
{
    Q_OBJECT
public:
    PassphraseDialog(std::filesystem::path folder, const Theme &theme, QWidget *parent);

Q_SIGNALS:
    /// `keep`: for the rest of this run of the program, in memory alone.
    void passphraseGiven(const std::string &passphrase, bool keep);

protected:
    void act() override;
    void retranslate() override;

private:
    std::filesystem::path m_folder;
    QLabel *m_label;
    PassphraseLine *m_passphrase;
    QCheckBox *m_keep;
};

} // namespace otabench::widgets
