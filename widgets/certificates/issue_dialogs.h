#pragma once

#include "widgets/certificates/lab_trust.h"
#include "widgets/common/work_dialog.h"

class QComboBox;
class QLabel;
class QLineEdit;

namespace otabench::widgets {

class FileField;
class KeyTypeBox;
class PassphraseLine;

/// A board's own certificate, for servers that ask for one (mutual TLS).
class ClientDialog : public WorkDialog
{
    Q_OBJECT
public:
    /// `macs`: of boards that are known, to choose from.
    ClientDialog(const LabTrust &trust, const QStringList &macs, const Theme &theme,
                 QWidget *parent);

Q_SIGNALS:
    void storeChanged();

protected:
    void act() override;
    void retranslate() override;

private:
    void updateReady();

    std::filesystem::path m_store;
    QLabel *m_macLabel;
    QComboBox *m_mac;
    QLabel *m_keyLabel;
    KeyTypeBox *m_key;
    QLabel *m_caLabel;
    PassphraseLine *m_ca;
    QLabel *m_folderLabel;
    FileField *m_folder;
};

/// A request (CSR) for a server certificate of a company CA.
class RequestDialog : public WorkDialog
{
    Q_OBJECT
public:
    RequestDialog(const LabTrust &trust, const Theme &theme, QWidget *parent);

protected:
    void act() override;
    void retranslate() override;

private:
    void updateReady();

    std::filesystem::path m_store;
    QLabel *m_hostsLabel;
    QLineEdit *m_hosts;
    QLabel *m_organizationLabel;
    QLineEdit *m_organization;
    QLabel *m_keyLabel;
    KeyTypeBox *m_key;
    QLabel *m_folderLabel;
    FileField *m_folder;
};

/// How the server's certificate is made: names besides this computer's addresses, and its key.
class ServerNamesDialog : public WorkDialog
{
    Q_OBJECT
public:
    ServerNamesDialog(const LabTrust &trust, const Theme &theme, QWidget *parent);

Q_SIGNALS:
    void storeChanged();

protected:
    void act() override;
    void retranslate() override;

private:
    std::filesystem::path m_store;
    certificates::ServerSettings m_settings;
    QLabel *m_namesLabel;
    QLineEdit *m_names;
    QLabel *m_keyLabel;
    KeyTypeBox *m_key;
};

/// "a, b c" as a list of names.
[[nodiscard]] std::vector<std::string> splitNames(const QString &text);

} // namespace otabench::widgets
