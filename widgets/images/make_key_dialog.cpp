#include "widgets/images/make_key_dialog.h"

#include "image/encryption.h"
#include "image/signing.h"
#include "widgets/common/fact_list.h"
#include "widgets/common/file_field.h"
#include "widgets/images/image_text.h"

#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>

#include <array>

namespace otabench::widgets {
namespace {

constexpr std::array kSigning = {image::SigningScheme::Rsa3072, image::SigningScheme::EcdsaP256,
                                 image::SigningScheme::EcdsaP384};
constexpr std::array kEncryption = {image::EncryptionScheme::Rsa3072,
                                    image::EncryptionScheme::EciesP256};

} // namespace

MakeKeyDialog::MakeKeyDialog(const Theme &theme, QWidget *parent)
    : WorkDialog(theme, parent)
    , m_purpose(new QComboBox(this))
    , m_scheme(new QComboBox(this))
    , m_folder(new FileField(FileField::Kind::Folder, QStringLiteral("keyFolder"), this))
{
    setObjectName(QStringLiteral("makeKeyDialog"));
    m_purpose->setObjectName(QStringLiteral("keyPurpose"));
    m_purpose->addItem(QString(), Signing);
    m_purpose->addItem(QString(), Encryption);
    m_scheme->setObjectName(QStringLiteral("keyScheme"));
    m_folder->setFile(QDir::home().filePath(QStringLiteral("otabench-keys")));
    m_purposeLabel = addRow(m_purpose);
    m_schemeLabel = addRow(m_scheme);
    m_folderLabel = addRow(m_folder, m_folder->line());
    connect(m_purpose, qOverload<int>(&QComboBox::currentIndexChanged), this,
            &MakeKeyDialog::fillSchemes);
    connect(m_folder, &FileField::changed, this, [this] { setReady(!m_folder->file().isEmpty()); });
    MakeKeyDialog::retranslate();
}

void MakeKeyDialog::fillSchemes()
{
    const int chosen = m_scheme->currentIndex();
    const QSignalBlocker quiet(m_scheme);
    m_scheme->clear();
    if (m_purpose->currentData().toInt() == Signing) {
        for (const image::SigningScheme scheme : kSigning)
            m_scheme->addItem(ImageText::scheme(scheme), static_cast<int>(scheme));
    } else {
        for (const image::EncryptionScheme scheme : kEncryption)
            m_scheme->addItem(ImageText::scheme(scheme), static_cast<int>(scheme));
    }
    m_scheme->setCurrentIndex(std::clamp(chosen, 0, m_scheme->count() - 1));
}

void MakeKeyDialog::addFile(const std::filesystem::path &file, const QString &objectName)
{
    result().addCode(tr("File"), QString::fromStdString(file.string()), objectName);
}

void MakeKeyDialog::act()
{
    const std::filesystem::path folder = m_folder->file().toStdString();
    const int scheme = m_scheme->currentData().toInt();
    const QString what = tr("Making the key…");
    const StateLook secret{QStringLiteral("⚠"), QStringLiteral("dialog-warning"),
                           //: a private key's file
                           tr("Keep secret"), Token::Warning};
    const StateLook open{QStringLiteral("✔"), QStringLiteral("emblem-ok"),
                         //: a public key's file
                         tr("May be given away"), Token::Good};
    // A key that is being made is let come to its end: half a pair would be worse.
    if (m_purpose->currentData().toInt() == Signing) {
        run(
            what,
            [folder, scheme](const std::stop_token &) {
                return image::makeSigningKey(static_cast<image::SigningScheme>(scheme), folder);
            },
            [this, secret, open](const image::SigningKey &key) {
                result().addVerdict(tr("Private key, to sign with"), secret, {});
                addFile(key.privateFile, QStringLiteral("copyPrivateFile"));
                result().addVerdict(tr("Public key, to verify with"), open, {});
                addFile(key.publicFile, QStringLiteral("copyPublicFile"));
                result().addCode(tr("Digest, by which boards trust it"),
                                 QString::fromStdString(key.digest),
                                 QStringLiteral("copyKeyDigest1"));
                setDone();
            });
        return;
    }
    run(
        what,
        [folder, scheme](const std::stop_token &) {
            return image::makeEncryptionKey(static_cast<image::EncryptionScheme>(scheme), folder);
        },
        [this, secret, open](const image::EncryptionKey &key) {
            result().addVerdict(tr("Key for the boards"), secret, {});
            addFile(key.privateFile, QStringLiteral("copyPrivateFile"));
            result().addVerdict(tr("Public key, to encrypt with"), open, {});
            addFile(key.publicFile, QStringLiteral("copyPublicFile"));
            setDone();
        });
}

void MakeKeyDialog::retranslate()
{
    setWindowTitle(tr("Make a key"));
    setExplanation(tr("Makes a private and a public key in a folder. The private one can be read "
                      "by you alone; keep a copy where it cannot be lost: boards that trust it "
                      "take updates of no other key."));
    m_purposeLabel->setText(tr("&For"));
    //: what a key is for
    m_purpose->setItemText(Signing, tr("Signing images (Secure Boot v2)"));
    //: what a key is for
    m_purpose->setItemText(Encryption, tr("Encrypting images on their way"));
    m_schemeLabel->setText(tr("&Kind"));
    m_folderLabel->setText(tr("In f&older"));
    m_folder->setTexts(tr("Folder"), tr("Choose a folder for the key files"));
    actButton().setText(tr("&Make the key"));
    fillSchemes();
}

} // namespace otabench::widgets
