#pragma once

#include "certificates/import_files.h"
#include "widgets/certificates/lab_trust.h"
#include "widgets/common/work_dialog.h"

class QLabel;

namespace otabench::widgets {

class FileField;
class PassphraseLine;

/// Takes over a CA that exists: certificate and key, or a PKCS#12 file with both.
class ImportCaDialog : public WorkDialog
{
    Q_OBJECT
public:
    ImportCaDialog(const LabTrust &trust, const Theme &theme, QWidget *parent);

Q_SIGNALS:
    void storeChanged();

protected:
    void act() override;
    void retranslate() override;

private:
    void updateReady();

    std::filesystem::path m_folder;
    bool m_replaces;
    QLabel *m_certificateLabel;
    FileField *m_certificate;
    QLabel *m_keyLabel;
    FileField *m_key;
    QLabel *m_passphraseLabel;
    PassphraseLine *m_passphrase;
    QLabel *m_protectLabel;
    PassphraseLine *m_protect;
};

/// Takes what a company CA sent in answer to a request: the server shows it from then on.
class CompanyAnswerDialog : public WorkDialog
{
    Q_OBJECT
public:
    CompanyAnswerDialog(std::filesystem::path folder, const Theme &theme, QWidget *parent);

Q_SIGNALS:
    void storeChanged();

protected:
    void act() override;
    void retranslate() override;

private:
    void updateReady();
    void show(const certificates::CompanyAnswer &answer);

    std::filesystem::path m_folder;
    QLabel *m_certificateLabel;
    FileField *m_certificate;
    QLabel *m_moreLabel;
    FileField *m_more;
    QLabel *m_keyLabel;
    FileField *m_key;
    QLabel *m_passphraseLabel;
    PassphraseLine *m_passphrase;
};

} // namespace otabench::widgets
