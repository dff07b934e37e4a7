#pragma once

#include "widgets/common/work_dialog.h"

#include <filesystem>

class QComboBox;
class QLabel;

namespace otabench::widgets {

class FileField;

/// Makes a key pair for signing or encrypting images, in a folder. Private keys are readable by
/// their owner alone, are never shown, and never overwrite another.
class MakeKeyDialog : public WorkDialog
{
    Q_OBJECT
public:
    MakeKeyDialog(const Theme &theme, QWidget *parent);

protected:
    void act() override;
    void retranslate() override;

private:
    enum Purpose
    {
        Signing,
        Encryption
    };

    void fillSchemes();
    void addFile(const std::filesystem::path &file, const QString &objectName);

    QLabel *m_purposeLabel;
    QComboBox *m_purpose;
    QLabel *m_schemeLabel;
    QComboBox *m_scheme; ///< item data: int of SigningScheme or EncryptionScheme
    QLabel *m_folderLabel;
    FileField *m_folder;
};

} // namespace otabench::widgets
