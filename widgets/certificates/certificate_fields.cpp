#include "widgets/certificates/certificate_fields.h"

#include "widgets/certificates/certificate_text.h"

#include <array>

namespace otabench::widgets {
namespace {

using certificates::KeyType;

constexpr std::array kTypes = {KeyType::EcP256, KeyType::EcP384, KeyType::Rsa2048, KeyType::Rsa3072,
                               KeyType::Rsa4096};

} // namespace

KeyTypeBox::KeyTypeBox(QWidget *parent)
    : QComboBox(parent)
{
    setObjectName(QStringLiteral("keyType"));
    for (const KeyType type : kTypes)
        addItem(CertificateText::keyType(type), static_cast<int>(type));
}

KeyType KeyTypeBox::keyType() const
{
    return static_cast<KeyType>(currentData().toInt());
}

void KeyTypeBox::setKeyType(KeyType type)
{
    setCurrentIndex(findData(static_cast<int>(type)));
}

PassphraseLine::PassphraseLine(const QString &objectName, QWidget *parent)
    : QLineEdit(parent)
{
    setObjectName(objectName);
    setEchoMode(QLineEdit::Password);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
}

certificates::PassphraseSource PassphraseLine::source() const
{
    return [given = passphrase()]() -> Result<std::string> {
        if (given.empty())
            return fail(ErrorCode::KeyInvalid,
                        "the key is protected by a passphrase, and none was given");
        return given;
    };
}

} // namespace otabench::widgets
