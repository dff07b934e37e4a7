#include "clear_button.h"
#include "made_up_boards.h"
#include "no_commands.h"

#include "base/files.h"
#include "history/history.h"
#include "image/build.h"
#include "image/catalogue.h"
#include "image/encryption.h"
#include "image/file_work.h"
#include "image/signing.h"
#include "widgets/bench/bench_model.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/fact_list.h"
#include "widgets/common/language.h"
#include "widgets/common/state_chip.h"
#include "widgets/common/theme.h"
#include "widgets/images/compare_dialog.h"
#include "widgets/images/image_details.h"
#include "widgets/images/image_model.h"
#include "widgets/images/image_tool_dialog.h"
#include "widgets/images/images_page.h"
#include "widgets/images/make_image_dialog.h"
#include "widgets/images/make_key_dialog.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QUrl>

#include <future>
#include <memory>

using namespace otabench;
using namespace otabench::widgets;
using image::CatalogueEntry;

namespace {

/// A page on a catalogue of its own.
struct Room
{
    explicit Room(const Theme &theme)
        : settings(home.filePath(QStringLiteral("s.ini")), QSettings::IniFormat)
        , page(std::make_unique<ImagesPage>(ImagesPage::Parts{
              theme, bench, settings, catalogueFolder(),
              history::HistoryOptions{.file = path(QStringLiteral("history.sqlite"))}}))
    {
        page->resize(1160, 760);
        page->show();
    }

    [[nodiscard]] std::filesystem::path path(const QString &name) const
    {
        return home.filePath(name).toStdString();
    }

    [[nodiscard]] std::filesystem::path catalogueFolder() const
    {
        return path(QStringLiteral("images"));
    }

    QString makeImage(const QString &name, const std::string &version,
                      std::uint32_t secureVersion = 0, const std::string &project = "demo")
    {
        image::MakeOptions options;
        options.project = project;
        options.version = version;
        options.secureVersion = secureVersion;
        const auto made = image::makeImageFile(options, path(name));
        return made ? home.filePath(name) : QString();
    }

    QString write(const QString &name, const QByteArray &content)
    {
        QFile file(home.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size()
                   ? file.fileName()
                   : QString();
    }

    template <typename Widget>
    Widget *find(const char *name)
    {
        return page->findChild<Widget *>(QLatin1String(name));
    }

    [[nodiscard]] QTableView *table() { return find<QTableView>("imageTable"); }

    [[nodiscard]] int rows() { return table()->model()->rowCount(); }

    [[nodiscard]] std::vector<CatalogueEntry> kept() const
    {
        return image::Catalogue(catalogueFolder()).list().value_or(std::vector<CatalogueEntry>());
    }

    /// Adds and waits for the row.
    bool add(const QString &file)
    {
        const int before = rows();
        page->addFiles({file});
        return QTest::qWaitFor([&] { return rows() == before + 1; }, 10'000);
    }

    QTemporaryDir home;
    QSettings settings;
    BenchModel bench;
    std::unique_ptr<ImagesPage> page;
};

void drop(QWidget &target, const QStringList &files)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString &file : files)
        urls << QUrl::fromLocalFile(file);
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(9, 9), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&target, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(9, 9), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&target, &event);
}

QAbstractButton *buttonOf(const QMessageBox &question, QMessageBox::ButtonRole role)
{
    const auto buttons = question.buttons();
    for (QAbstractButton *button : buttons) {
        if (question.buttonRole(button) == role)
            return button;
    }
    return nullptr;
}

QString facts(const QWidget &in)
{
    const auto lists = in.findChildren<FactList *>();
    QStringList all;
    for (const FactList *list : lists)
        all << list->toPlainText();
    return all.join(QLatin1Char('\n'));
}

} // namespace

class ImagesPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void emptyCatalogueSaysWhatToDo();
    void droppedImageIsListedAndDescribed();
    void buildFolderGivesItsApplication();
    void wrongFilesAreExplained_data();
    void wrongFilesAreExplained();
    void bootloaderIsKeptAndNotForUpdates();
    void nameLabelAndNoteAreWritten();
    void renamesInTheTable();
    void digestIsCopied();
    void damagedCopyIsShown();
    void updateGoesToTheBench();
    void boardsThatRunItAreNamed();
    void removalNamesTheBoards();
    void campaignsThatUsedItAreNamed();
    void comparesWithAntiRollback();
    void signsAndVerifies();
    void encryptsAndDecrypts();
    void makesKeysThatOthersCannotRead();
    void makesATestImage();
    void filterAndKeyboard();
    void manyImages();
    void languageChangesAtOnce();
    void everyControlHasAName();
    void pictures();

private:
    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
};

void ImagesPageTest::initTestCase()
{
    m_language = std::make_unique<Language>(*qApp);
    m_language->setCurrent(QStringLiteral("en"));
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
}

void ImagesPageTest::cleanupTestCase()
{
    QThreadPool::globalInstance()->waitForDone(); // OpenSSL frees a thread's state as it ends
}

void ImagesPageTest::emptyCatalogueSaysWhatToDo()
{
    Room room(*m_theme);
    QVERIFY(room.find<QPushButton>("addFirstImage")->isVisible());
    QVERIFY(!room.table()->isVisible());
    QVERIFY(!room.find<QPushButton>("updateWithImage")->isEnabled());
}

void ImagesPageTest::droppedImageIsListedAndDescribed()
{
    Room room(*m_theme);
    const QAbstractItemModelTester tester(room.table()->model());
    drop(*room.page, {room.makeImage(QStringLiteral("demo.bin"), "1.4.2", 3)});
    QTRY_COMPARE(room.rows(), 1);
    QCOMPARE(room.kept().size(), std::size_t{1});
    QVERIFY(room.find<QWidget>("imageDetails")->isVisible());
    QCOMPARE(room.find<StateChip>("imageVerdict")->look().word, QStringLiteral("Good"));
    const QString shown = facts(*room.page);
    for (const char *expected : {"Project\tdemo", "Version\t1.4.2", "Secure version\t3",
                                 "Chip\tESP32", "Checksum\tPassed", "Appended SHA-256\tPassed"})
        QVERIFY2(shown.contains(QLatin1String(expected)), qPrintable(shown));
    // Every check of core is shown with its verdict.
    QCOMPARE(shown.count(QStringLiteral("\tPassed\t")),
             static_cast<int>(room.kept().front().image.checks.size()));
}

void ImagesPageTest::buildFolderGivesItsApplication()
{
    Room room(*m_theme);
    const QDir home(room.home.path());
    QVERIFY(home.mkpath(QStringLiteral("project/build/bootloader")));
    room.makeImage(QStringLiteral("project/build/app.bin"), "2.0.0");
    room.write(QStringLiteral("project/build/ota_data_initial.bin"), QByteArray(8192, '\xFF'));
    drop(*room.page, {home.filePath(QStringLiteral("project"))});
    QTRY_COMPARE(room.rows(), 1);
    QCOMPARE(room.kept().front().notes.name, std::string("app.bin"));
}

void ImagesPageTest::wrongFilesAreExplained_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("said");
    QTest::newRow("html") << QByteArray("<!DOCTYPE html><html>404 not found</html>")
                          << QStringLiteral("HTML");
    QTest::newRow("zip") << QByteArray("PK\x03\x04xxxxxxxxxxxxxxxxxxxx") << QStringLiteral("zip");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("empty");
}

void ImagesPageTest::wrongFilesAreExplained()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, said);
    Room room(*m_theme);
    drop(*room.page, {room.write(QStringLiteral("wrong.bin"), content)});
    QTRY_VERIFY(room.page->banner().isVisible());
    const QString text = QString::fromStdString(room.page->banner().error()->text);
    QVERIFY2(text.contains(said), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("wrong.bin")), qPrintable(text));
    QCOMPARE(room.rows(), 0);
}

void ImagesPageTest::bootloaderIsKeptAndNotForUpdates()
{
    Room room(*m_theme);
    // The smallest partition table: one entry and its end.
    QByteArray table = QByteArray::fromHex("aa50010200900000006000006e7673000000000000000000"
                                           "0000000000000000");
    table.append(QByteArray(3072 - table.size(), '\xFF'));
    QVERIFY(room.add(room.write(QStringLiteral("partition-table.bin"), table)));
    QCOMPARE(room.find<StateChip>("imageVerdict")->look().word, QStringLiteral("Not for updates"));
    QVERIFY(room.find<QLabel>("imageAdvice")->text().contains(QStringLiteral("over the cable")));
    QVERIFY(!room.find<QPushButton>("updateWithImage")->isEnabled());
    QVERIFY(!room.find<QPushButton>("signImage")->isEnabled());
}

void ImagesPageTest::nameLabelAndNoteAreWritten()
{
    Room room(*m_theme);
    QVERIFY(room.add(room.makeImage(QStringLiteral("demo.bin"), "1.0.0")));
    auto *name = room.find<QLineEdit>("imageName");
    name->setFocus();
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("Lab 7"));
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_COMPARE(room.kept().front().notes.name, std::string("Lab 7"));
    auto *label = room.find<QComboBox>("imageLabel");
    label->setCurrentIndex(label->findData(static_cast<int>(image::Label::Golden)));
    Q_EMIT label->activated(label->currentIndex());
    QTRY_COMPARE(room.kept().front().notes.label, image::Label::Golden);
    auto *note = room.find<QPlainTextEdit>("imageNote");
    note->setPlainText(QStringLiteral("passed the night\nof the 12th"));
    QTRY_COMPARE(room.kept().front().notes.note, std::string("passed the night\nof the 12th"));
    const QModelIndex row = room.table()->model()->index(0, 0);
    QTRY_COMPARE(row.data().toString(), QStringLiteral("Lab 7"));
    QTRY_COMPARE(row.siblingAtColumn(int(ImageModel::Column::Label)).data().toString(),
                 QStringLiteral("Golden"));
    // What is being edited when another page is shown is not lost.
    note->setPlainText(QStringLiteral("second thoughts"));
    room.page->hide();
    QTRY_COMPARE(room.kept().front().notes.note, std::string("second thoughts"));
}

void ImagesPageTest::renamesInTheTable()
{
    Room room(*m_theme);
    QVERIFY(room.add(room.makeImage(QStringLiteral("demo.bin"), "1.0.0")));
    QAbstractItemModel *model = room.table()->model();
    QVERIFY(model->setData(model->index(0, 0), QStringLiteral("  other\nname ")));
    QTRY_COMPARE(room.kept().front().notes.name, std::string("other name"));
    QVERIFY(!model->setData(model->index(0, 0), QString()));
}

void ImagesPageTest::digestIsCopied()
{
    Room room(*m_theme);
    QVERIFY(room.add(room.makeImage(QStringLiteral("demo.bin"), "1.0.0")));
    QTest::mouseClick(room.find<QWidget>("copyFileDigest"), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text().toStdString(), room.kept().front().sha256);
}

void ImagesPageTest::damagedCopyIsShown()
{
    Room room(*m_theme);
    QVERIFY(room.add(room.makeImage(QStringLiteral("demo.bin"), "1.0.0")));
    QFile copy(QString::fromStdString(room.kept().front().file.string()));
    QVERIFY(copy.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    QVERIFY(copy.open(QIODevice::ReadWrite));
    QVERIFY(copy.seek(5000));
    copy.write("rot");
    copy.close();
    QTest::keyClick(room.table(), Qt::Key_F5);
    QTRY_COMPARE(room.find<StateChip>("imageVerdict")->look().word, QStringLiteral("Copy damaged"));
    QVERIFY(!room.find<QPushButton>("updateWithImage")->isEnabled());
}

void ImagesPageTest::updateGoesToTheBench()
{
    Room room(*m_theme);
    QVERIFY(room.add(room.makeImage(QStringLiteral("demo.bin"), "1.0.0")));
    QSignalSpy asked(room.page.get(), &ImagesPage::updateRequested);
    QTest::mouseClick(room.find<QPushButton>("updateWithImage"), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.front().front().toString().toStdString(), room.kept().front().file.string());
}

void ImagesPageTest::boardsThatRunItAreNamed()
{
    Room room(*m_theme);
    QVERIFY(room.add(room.makeImage(QStringLiteral("demo.bin"), "1.0.0")));
    QVERIFY(facts(*room.page).contains(QStringLiteral("No board of the bench")));
    EventBatch batch;
    batch.boards = {tests::idleBoard(1), tests::idleBoard(2)};
    batch.boards[1].identity->elfSha256 = image::buildOf(room.kept().front().image).elfSha256;
    room.bench.apply(batch);
    room.page->apply(batch);
    QVERIFY2(facts(*room.page).contains(QStringLiteral("1 board runs it: vb-02")),
             qPrintable(facts(*room.page)));
}

void ImagesPageTest::removalNamesTheBoards()
{
    Room room(*m_theme);
    QVERIFY(room.add(room.makeImage(QStringLiteral("demo.bin"), "1.0.0")));
    EventBatch batch;
    batch.boards = {tests::idleBoard(7)};
    batch.boards[0].identity->imageSha256 = image::buildOf(room.kept().front().image).imageSha256;
    room.bench.apply(batch);
    room.table()->setFocus();
    QTest::keyClick(room.table(), Qt::Key_Delete);
    auto *question = room.find<QMessageBox>("removeQuestion");
    QVERIFY(question != nullptr);
    QVERIFY(question->informativeText().contains(QStringLiteral("vb-07")));
    buttonOf(*question, QMessageBox::RejectRole)->click();
    QCOMPARE(room.kept().size(), std::size_t{1});
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QTest::mouseClick(room.find<QPushButton>("removeImage"), Qt::LeftButton);
    question = room.find<QMessageBox>("removeQuestion");
    buttonOf(*question, QMessageBox::DestructiveRole)->click();
    QTRY_COMPARE(room.rows(), 0);
    QVERIFY(room.kept().empty());
    QVERIFY(!room.find<QWidget>("imageDetails")->isVisible());
}

void ImagesPageTest::campaignsThatUsedItAreNamed()
{
    Room room(*m_theme);
    const QString file = room.makeImage(QStringLiteral("demo.bin"), "1.0.0");
    const auto image = image::readImage(file.toStdString());
    QVERIFY(image.has_value());
    {
        const auto record = history::History::open(room.path(QStringLiteral("history.sqlite")));
        QVERIFY(record.has_value());
        std::promise<Result<std::int64_t>> id;
        (*record)->startCampaign(
            {.started = std::chrono::system_clock::now(), .imageSha256 = image->fileSha256},
            [&id](const Result<std::int64_t> &made) { id.set_value(made); });
        QVERIFY(id.get_future().get().has_value());
    }
    QVERIFY(room.add(file));
    QTRY_VERIFY2(facts(*room.page).contains(QStringLiteral("no. 1,")),
                 qPrintable(facts(*room.page)));
    QVERIFY(room.add(room.makeImage(QStringLiteral("other.bin"), "9.9.9")));
    QTRY_VERIFY(facts(*room.page).contains(QStringLiteral("No campaign of the history")));
}

void ImagesPageTest::comparesWithAntiRollback()
{
    Room room(*m_theme);
    QVERIFY(room.add(room.makeImage(QStringLiteral("old.bin"), "1.0.0", 1)));
    QVERIFY(room.add(room.makeImage(QStringLiteral("new.bin"), "2.0.0", 2)));
    QTest::mouseClick(room.find<QPushButton>("compareImage"), Qt::LeftButton);
    auto *dialog = room.page->findChild<CompareDialog *>();
    QVERIFY(dialog != nullptr);
    auto *table = dialog->findChild<QTableView *>(QStringLiteral("differences"));
    const QAbstractItemModelTester tester(table->model());
    QTRY_VERIFY(table->model()->rowCount() > 3);
    QStringList fields;
    for (int row = 0; row < table->model()->rowCount(); ++row)
        fields << table->model()->index(row, 0).data().toString();
    QVERIFY2(fields.contains(QStringLiteral("Version")), qPrintable(fields.join(QLatin1Char(' '))));
    auto *rollback = dialog->findChild<QLabel *>(QStringLiteral("rollback"));
    QCOMPARE(rollback->text(),
             QStringLiteral("Boards with anti-rollback that have confirmed 2.0.0 (secure version "
                            "2) cannot return to 1.0.0 (secure version 1)."));
    QTest::mouseClick(dialog->findChild<QWidget *>(QStringLiteral("swapImages")), Qt::LeftButton);
    QTRY_VERIFY(rollback->text().contains(QStringLiteral("refuse 1.0.0")));
}

void ImagesPageTest::signsAndVerifies()
{
    Room room(*m_theme);
    const auto key =
        image::makeSigningKey(image::SigningScheme::EcdsaP256, room.path(QStringLiteral("keys")));
    const auto other =
        image::makeSigningKey(image::SigningScheme::EcdsaP256, room.path(QStringLiteral("other")));
    QVERIFY(key && other);
    QVERIFY(room.add(room.makeImage(QStringLiteral("demo.bin"), "1.0.0")));
    QVERIFY(!room.find<QPushButton>("verifyImage")->isEnabled()); // not signed
    QTest::mouseClick(room.find<QPushButton>("signImage"), Qt::LeftButton);
    auto *dialog = room.page->findChild<ImageToolDialog *>();
    auto *act = dialog->findChild<QPushButton *>(QStringLiteral("act"));
    QVERIFY(!act->isEnabled());
    auto *keyFile = dialog->findChild<QLineEdit *>(QStringLiteral("keyFile"));
    const QString output = room.home.filePath(QStringLiteral("signed.bin"));
    dialog->findChild<QLineEdit *>(QStringLiteral("outputFile"))->setText(output);
    keyFile->setText(room.home.filePath(QStringLiteral("demo.bin"))); // no key
    QTest::mouseClick(act, Qt::LeftButton);
    auto *banner = dialog->findChild<ErrorBanner *>();
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(!QFile::exists(output));
    keyFile->setText(QString::fromStdString(key->privateFile.string()));
    QTest::mouseClick(act, Qt::LeftButton);
    QTRY_VERIFY(QFile::exists(output));
    QTRY_COMPARE(room.rows(), 2); // the signed one is kept, too
    QTRY_VERIFY(facts(*dialog).contains(QString::fromStdString(key->digest)));
    QVERIFY(facts(*dialog).contains( // the demo is for the ESP32
        QStringLiteral("ESP32 checks signatures of the scheme rsa-3072 only, and this one is "
                       "ecdsa-p256")));
    dialog->close();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);

    QTRY_VERIFY(room.find<QPushButton>("verifyImage")->isEnabled());
    QTest::mouseClick(room.find<QPushButton>("verifyImage"), Qt::LeftButton);
    dialog = room.page->findChild<ImageToolDialog *>();
    act = dialog->findChild<QPushButton *>(QStringLiteral("act"));
    keyFile = dialog->findChild<QLineEdit *>(QStringLiteral("keyFile"));
    keyFile->setText(QString::fromStdString(key->publicFile.string()));
    QTest::mouseClick(act, Qt::LeftButton);
    QTRY_VERIFY(facts(*dialog).contains(QStringLiteral("Good, by this key")));
    keyFile->setText(QString::fromStdString(other->publicFile.string()));
    QTest::mouseClick(act, Qt::LeftButton);
    QTRY_VERIFY(facts(*dialog).contains(QStringLiteral("No signature is by this key")));
}

void ImagesPageTest::encryptsAndDecrypts()
{
    Room room(*m_theme);
    const auto key = image::makeEncryptionKey(image::EncryptionScheme::EciesP256,
                                              room.path(QStringLiteral("keys")));
    QVERIFY(key.has_value());
    const QString plain = room.makeImage(QStringLiteral("demo.bin"), "1.0.0");
    QVERIFY(room.add(plain));
    const auto turn = [&room](const std::filesystem::path &keyFile, const QString &output) {
        QTest::mouseClick(room.find<QPushButton>("encryptImage"), Qt::LeftButton);
        auto *dialog = room.page->findChild<ImageToolDialog *>();
        dialog->findChild<QLineEdit *>(QStringLiteral("keyFile"))
            ->setText(QString::fromStdString(keyFile.string()));
        dialog->findChild<QLineEdit *>(QStringLiteral("outputFile"))
            ->setText(room.home.filePath(output));
        QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("act")), Qt::LeftButton);
        const bool done =
            QTest::qWaitFor([&] { return QFile::exists(room.home.filePath(output)); }, 10'000);
        const bool shown = QTest::qWaitFor([&] { return facts(*dialog).contains(output); }, 10'000);
        dialog->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        return done && shown;
    };
    QVERIFY(turn(key->publicFile, QStringLiteral("secret.bin")));
    QTRY_COMPARE(room.rows(), 2);
    QTRY_VERIFY(facts(*room.page).contains(QStringLiteral("Kind\tPre-encrypted")));
    QCOMPARE(room.find<QPushButton>("encryptImage")->text(), QStringLiteral("&Decrypt…"));
    QVERIFY(room.find<QPushButton>("updateWithImage")->isEnabled());
    QVERIFY(turn(key->privateFile, QStringLiteral("plain.bin")));
    const auto before = readFile(plain.toStdString());
    const auto after = readFile(room.path(QStringLiteral("plain.bin")));
    QVERIFY(before && after && *before == *after);
}

void ImagesPageTest::makesKeysThatOthersCannotRead()
{
    Room room(*m_theme);
    room.find<QPushButton>("imageTools")->menu()->actions().front()->trigger();
    auto *dialog = room.page->findChild<MakeKeyDialog *>();
    QVERIFY(dialog != nullptr);
    auto *scheme = dialog->findChild<QComboBox *>(QStringLiteral("keyScheme"));
    scheme->setCurrentIndex(scheme->findData(static_cast<int>(image::SigningScheme::EcdsaP256)));
    const QString folder = room.home.filePath(QStringLiteral("keys"));
    dialog->findChild<QLineEdit *>(QStringLiteral("keyFolder"))->setText(folder);
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("act")), Qt::LeftButton);
    const QFileInfo secret(folder + QStringLiteral("/signing_key.pem"));
    QTRY_VERIFY(facts(*dialog).contains(QStringLiteral("Keep secret")));
    QVERIFY(secret.exists());
    QCOMPARE(secret.permissions() &
                 (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
             QFile::Permissions());
    QFile file(secret.filePath());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString key = QString::fromLatin1(file.readAll()).section(QLatin1Char('\n'), 1, 1);
    QVERIFY(!key.isEmpty() && !facts(*dialog).contains(key)); // the key itself is never shown
}

void ImagesPageTest::makesATestImage()
{
    Room room(*m_theme);
    QTest::mouseClick(room.find<QPushButton>("makeFirstImage"), Qt::LeftButton);
    auto *dialog = room.page->findChild<MakeImageDialog *>();
    auto *chip = dialog->findChild<QComboBox *>(QStringLiteral("imageChip"));
    chip->setCurrentIndex(chip->findData(QStringLiteral("esp32c3")));
    dialog->findChild<QLineEdit *>(QStringLiteral("imageVersion"))->setText(QStringLiteral("7.1"));
    auto *output = dialog->findChild<QLineEdit *>(QStringLiteral("outputFile"));
    QVERIFY(output->text().endsWith(QStringLiteral("/demo-7.1.bin")));
    output->setText(room.home.filePath(QStringLiteral("made.bin")));
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("act")), Qt::LeftButton);
    QTRY_COMPARE(room.rows(), 1);
    QCOMPARE(room.kept().front().image.chip, std::string("esp32c3"));
    QVERIFY(room.kept().front().image.valid());
}

void ImagesPageTest::filterAndKeyboard()
{
    Room room(*m_theme);
    QVERIFY(room.add(room.makeImage(QStringLiteral("alpha.bin"), "1.0.0")));
    QVERIFY(room.add(room.makeImage(QStringLiteral("beta.bin"), "2.0.0")));
    QApplication::setActiveWindow(room.page.get());
    room.table()->setFocus();
    QTest::keyClick(room.table(), Qt::Key_Escape);
    QVERIFY(!room.find<QWidget>("imageDetails")->isVisible());
    QTest::keyClick(room.table(), Qt::Key_Return);
    QVERIFY(room.find<QWidget>("imageDetails")->isVisible());
    room.find<QLineEdit>("imageFilter")->setText(QStringLiteral("BETA"));
    QCOMPARE(room.rows(), 1);
    room.find<QLineEdit>("imageFilter")->setText(QStringLiteral("gamma"));
    QVERIFY(room.find<QPushButton>("clearImageFilter")->isVisible());
    QTest::mouseClick(room.find<QPushButton>("clearImageFilter"), Qt::LeftButton);
    QCOMPARE(room.rows(), 2);
    QTRY_COMPARE(tests::clearButtonOpacity(*room.find<QLineEdit>("imageFilter")), 0.0);
}

void ImagesPageTest::manyImages()
{
    Room room(*m_theme);
    QStringList files;
    for (int number = 0; number < 12; ++number)
        files << room.makeImage(QStringLiteral("demo-%1.bin").arg(number),
                                std::to_string(number) + ".0");
    drop(*room.page, files);
    QTRY_COMPARE_WITH_TIMEOUT(room.rows(), 12, 30'000);
    Room again(*m_theme);
    QSettings settings(room.home.filePath(QStringLiteral("t.ini")), QSettings::IniFormat);
    ImagesPage page({*m_theme, room.bench, settings, room.catalogueFolder(), {}});
    page.show();
    QTRY_COMPARE_WITH_TIMEOUT(
        page.findChild<QTableView *>(QStringLiteral("imageTable"))->model()->rowCount(), 12,
        30'000);
}

void ImagesPageTest::languageChangesAtOnce()
{
    Room room(*m_theme);
    QVERIFY(room.add(room.makeImage(QStringLiteral("demo.bin"), "1.0.0")));
    m_language->setCurrent(QStringLiteral("zh_CN"));
    QCoreApplication::sendPostedEvents();
    const QString chinese = facts(*room.page);
    const QString verdict = room.find<StateChip>("imageVerdict")->look().word;
    m_language->setCurrent(QStringLiteral("en"));
    QCoreApplication::sendPostedEvents();
    QVERIFY2(chinese.contains(QStringLiteral("校验和")), qPrintable(chinese));
    QCOMPARE(verdict, QStringLiteral("正常"));
    QVERIFY(facts(*room.page).contains(QStringLiteral("Checksum")));
}

void ImagesPageTest::everyControlHasAName()
{
    Room room(*m_theme);
    QVERIFY(room.add(room.makeImage(QStringLiteral("demo.bin"), "1.0.0")));
    const auto buttons = room.page->findChildren<QAbstractButton *>();
    for (const QAbstractButton *button : buttons) {
        if (button->isVisible() && !button->objectName().isEmpty()) // others are Qt's own
            QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                     qPrintable(button->objectName()));
    }
    // Mnemonics of what is in sight at the same time are unique.
    QMap<QChar, QString> taken;
    const auto note = [&taken](const QString &text) {
        const int at = text.indexOf(QLatin1Char('&'));
        if (at < 0)
            return;
        const QChar letter = text.at(at + 1).toLower();
        QVERIFY2(!taken.contains(letter),
                 qPrintable(taken.value(letter) + QLatin1Char(' ') + text));
        taken.insert(letter, text);
    };
    for (const QAbstractButton *button : buttons) {
        if (button->isVisible())
            note(button->text());
    }
    const auto labels = room.page->findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        if (label->isVisible() && label->buddy() != nullptr)
            note(label->text());
    }
}

/// To be judged by eye: OTABENCH_PICTURES=FOLDER images_page_test pictures
void ImagesPageTest::pictures()
{
    const QString folder = qEnvironmentVariable("OTABENCH_PICTURES");
    if (folder.isEmpty())
        return;
    for (const QString &code : Language::available()) {
        m_language->setCurrent(code);
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            m_theme->setMode(mode);
            const QString look = code + QLatin1Char('-') + Theme::name(mode);
            const auto save = [&](QWidget &widget, const char *name) {
                QTest::qWait(120);
                widget.grab().save(QDir(folder).filePath(QLatin1String(name) + QLatin1Char('-') +
                                                         look + QStringLiteral(".png")));
            };
            Room room(*m_theme);
            save(*room.page, "images-empty");
            const auto key = image::makeSigningKey(image::SigningScheme::EcdsaP256,
                                                   room.path(QStringLiteral("keys")));
            for (int number = 1; number <= 6; ++number)
                QVERIFY(room.add(room.makeImage(QStringLiteral("thermostat-%1.bin").arg(number),
                                                "1." + std::to_string(number) + ".0",
                                                static_cast<unsigned>(number) / 3, "thermostat")));
            QByteArray table = QByteArray::fromHex(
                "aa50010200900000006000006e76730000000000000000000000000000000000");
            table.append(QByteArray(3072 - table.size(), '\xFF'));
            QVERIFY(room.add(room.write(QStringLiteral("partition-table.bin"), table)));
            save(*room.page, "images-table");
            image::Catalogue catalogue(room.catalogueFolder());
            const auto kept = room.kept();
            for (std::size_t i = 0; i < 3; ++i) {
                image::CatalogueNotes notes = kept[i + 1].notes;
                notes.label = static_cast<image::Label>(i + 1);
                notes.note = "passed the night of the 12th on bench A";
                QVERIFY(catalogue.describe(kept[i + 1].sha256, notes).has_value());
            }
            QVERIFY(image::signFile(room.path(QStringLiteral("thermostat-4.bin")), key->privateFile,
                                    room.path(QStringLiteral("signed.bin")))
                        .has_value());
            QVERIFY(room.add(room.home.filePath(QStringLiteral("signed.bin"))));
            EventBatch batch;
            batch.boards = {tests::idleBoard(1), tests::idleBoard(2)};
            for (fleet::BoardState &board : batch.boards)
                board.identity->imageSha256 = image::buildOf(room.kept().front().image).imageSha256;
            room.bench.apply(batch);
            room.page->apply(batch);
            QTest::keyClick(room.table(), Qt::Key_F5);
            QTest::qWait(400);
            save(*room.page, "images-list");
            room.page->resize(1780, 1040);
            save(*room.page, "images-list-1080");
            room.page->resize(1160, 760);
            QTest::mouseClick(room.find<QPushButton>("compareImage"), Qt::LeftButton);
            auto *compare = room.page->findChild<CompareDialog *>();
            QTest::qWait(400);
            save(*compare, "images-compare");
            delete compare;
            QTest::mouseClick(room.find<QPushButton>("verifyImage"), Qt::LeftButton);
            auto *tool = room.page->findChild<ImageToolDialog *>();
            tool->findChild<QLineEdit *>(QStringLiteral("keyFile"))
                ->setText(QString::fromStdString(key->publicFile.string()));
            QTest::mouseClick(tool->findChild<QPushButton *>(QStringLiteral("act")),
                              Qt::LeftButton);
            QTest::qWait(400);
            save(*tool, "images-verify");
            delete tool;
            QTest::mouseClick(room.find<QPushButton>("signImage"), Qt::LeftButton);
            save(*room.page->findChild<ImageToolDialog *>(), "images-sign");
            delete room.page->findChild<ImageToolDialog *>();
            const auto tools = room.find<QPushButton>("imageTools")->menu()->actions();
            tools[0]->trigger();
            save(*room.page->findChild<MakeKeyDialog *>(), "images-key");
            delete room.page->findChild<MakeKeyDialog *>();
            tools[1]->trigger();
            save(*room.page->findChild<MakeImageDialog *>(), "images-make");
            delete room.page->findChild<MakeImageDialog *>();
            drop(*room.page, {room.write(QStringLiteral("page.bin"), "<html>not found</html>")});
            QTRY_VERIFY(room.page->banner().isVisible());
            save(*room.page, "images-wrong");
        }
    }
    m_language->setCurrent(QStringLiteral("en"));
    m_theme->setMode(Theme::Mode::Light);
}

QTEST_MAIN(ImagesPageTest)
#include "images_page_test.moc"
