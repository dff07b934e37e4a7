#pragma once

#include "widgets/common/work_dialog.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace otabench::widgets {

class FileField;

/// Makes a valid image whose code is noise: to try a bench without a firmware at hand.
class MakeImageDialog : public WorkDialog
{
    Q_OBJECT
public:
    MakeImageDialog(const Theme &theme, QWidget *parent);

Q_SIGNALS:
    void fileMade(const QString &file);

protected:
    void act() override;
    void retranslate() override;

private:
    void suggestFile();
    void updateReady();

    QLabel *m_chipLabel;
    QComboBox *m_chip; ///< item data: the chip's name
    QLabel *m_projectLabel;
    QLineEdit *m_project;
    QLabel *m_versionLabel;
    QLineEdit *m_version;
    QLabel *m_sizeLabel;
    QSpinBox *m_kilobytes;
    QLabel *m_secureLabel;
    QSpinBox *m_secureVersion;
    QLabel *m_fileLabel;
    FileField *m_file;
    QString m_suggested; ///< while it stands in the field, it follows the values above
};

} // namespace otabench::widgets
