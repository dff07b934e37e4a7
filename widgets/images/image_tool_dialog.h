#pragma once

#include "image/catalogue.h"
#include "widgets/common/work_dialog.h"

#include <optional>

class QCheckBox;
class QLabel;

namespace otabench::widgets {

class FileField;

/// One image and one key: verifies a signature, signs, encrypts or decrypts. All but the first
/// write a new file; the image stays as it is.
class ImageToolDialog : public WorkDialog
{
    Q_OBJECT
public:
    enum class Tool
    {
        Verify,
        Sign,
        Encrypt,
        Decrypt,
    };

    ImageToolDialog(Tool tool, image::CatalogueEntry entry, const Theme &theme, QWidget *parent);

Q_SIGNALS:
    /// A file was written that is to be kept in the catalogue.
    void fileMade(const QString &file);

protected:
    void act() override;
    void retranslate() override;

private:
    void verify();
    void write();
    void updateReady();
    void showVerified(const image::Image &image, std::optional<unsigned> block, bool byKey);
    void showWritten(const image::Image &image);
    void showObstacle(const image::Image &image);
    [[nodiscard]] QString suggestedFile() const;

    Tool m_tool;
    image::CatalogueEntry m_entry;
    QLabel *m_keyLabel;
    FileField *m_key;
    QLabel *m_outputLabel = nullptr;
    FileField *m_output = nullptr;
    QCheckBox *m_keep = nullptr;
};

} // namespace otabench::widgets
