#pragma once

#include "certificates/output_files.h"
#include "widgets/certificates/lab_trust.h"
#include "widgets/common/work_dialog.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace otabench::widgets {

class FileField;
class PassphraseLine;

/// The lab CA for firmware (PEM, DER, C header), or with its key for a safe place (PKCS#12).
class ExportDialog : public WorkDialog
{
    Q_OBJECT
public:
    ExportDialog(const LabTrust &trust, const Theme &theme, QWidget *parent);

protected:
    void act() override;
    void retranslate() override;

private:
    void chooseFormat();
    void updateReady();
    [[nodiscard]] certificates::ExportFormat format() const;

    std::filesystem::path m_folder;
    bool m_isProtected;
    bool m_isRotating;
    QLabel *m_formatLabel;
    QComboBox *m_format; ///< item data: int of ExportFormat
    QCheckBox *m_both;
    QLabel *m_newLabel;
    PassphraseLine *m_new;
    QLabel *m_againLabel;
    PassphraseLine *m_again;
    QLabel *m_caLabel;
    PassphraseLine *m_ca;
    QLabel *m_fileLabel;
    FileField *m_file;
};

} // namespace otabench::widgets
