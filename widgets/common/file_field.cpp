#include "widgets/common/file_field.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>

namespace otabench::widgets {

FileField::FileField(Kind kind, const QString &objectName, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_line(new QLineEdit(this))
    , m_choose(new QPushButton(this))
{
    m_line->setObjectName(objectName);
    m_line->installEventFilter(this); // QLineEdit would take a dropped file as "file:///…"
    m_choose->setObjectName(QStringLiteral("choose") + objectName.at(0).toUpper() +
                            objectName.mid(1));
    m_choose->setIcon(icon(QStringLiteral("document-open")));
    m_choose->setIconSize(kButtonIcon);
    m_choose->setAutoDefault(false);
    setFocusProxy(m_line);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpace2);
    row->addWidget(m_line, 1);
    row->addWidget(m_choose);
    connect(m_line, &QLineEdit::textChanged, this, &FileField::changed);
    connect(m_choose, &QPushButton::clicked, this, &FileField::choose);
    retranslate();
}

void FileField::setTexts(const QString &name, const QString &title, const QString &filter)
{
    m_line->setAccessibleName(name);
    m_choose->setAccessibleName(title);
    m_title = title;
    m_filter = filter;
}

void FileField::setPlaceholder(const QString &text)
{
    m_line->setPlaceholderText(text);
}

void FileField::setFile(const QString &file)
{
    m_line->setText(file);
}

QString FileField::file() const
{
    return m_line->text().trimmed();
}

void FileField::choose()
{
    auto *chooser = new QFileDialog(this, m_title, QString(), m_filter);
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    switch (m_kind) {
    case Kind::Open:
        chooser->setFileMode(QFileDialog::ExistingFile);
        break;
    case Kind::Save:
        chooser->setAcceptMode(QFileDialog::AcceptSave);
        break;
    case Kind::Folder:
        chooser->setFileMode(QFileDialog::Directory);
        chooser->setOption(QFileDialog::ShowDirsOnly);
        break;
    }
    if (!file().isEmpty()) {
        const QFileInfo now(file());
        chooser->setDirectory(m_kind == Kind::Folder ? file() : now.path());
        if (m_kind == Kind::Save)
            chooser->selectFile(now.fileName());
    }
    connect(chooser, &QFileDialog::fileSelected, this, &FileField::setFile);
    chooser->open();
}

bool FileField::eventFilter(QObject *watched, QEvent *event)
{
    const auto droppedFile = [](const QMimeData *mime) {
        const QList<QUrl> urls = mime->urls();
        return urls.size() == 1 ? urls.front().toLocalFile() : QString();
    };
    if (event->type() == QEvent::DragEnter) {
        auto *drag = static_cast<QDragEnterEvent *>(event);
        if (!droppedFile(drag->mimeData()).isEmpty()) {
            drag->acceptProposedAction();
            return true;
        }
    } else if (event->type() == QEvent::Drop) {
        auto *drop = static_cast<QDropEvent *>(event);
        if (const QString file = droppedFile(drop->mimeData()); !file.isEmpty()) {
            setFile(file);
            drop->acceptProposedAction();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FileField::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void FileField::retranslate()
{
    //: a button beside a file's name
    m_choose->setText(tr("Choose…"));
}

} // namespace otabench::widgets
