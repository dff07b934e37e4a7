#include "widgets/server/serve_dialog.h"

#include "server/addresses.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QEvent>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QSpinBox>
#include <QUrl>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {
namespace {

constexpr int kWidth = 560;
constexpr int kMostPort = 65535;

} // namespace

ServeDialog::ServeDialog(QWidget *parent)
    : QDialog(parent)
    , m_filesLabel(new QLabel(this))
    , m_list(new QListView(this))
    , m_choose(new QPushButton(this))
    , m_remove(new QPushButton(this))
    , m_addressLabel(new QLabel(this))
    , m_address(new QComboBox(this))
    , m_portLabel(new QLabel(this))
    , m_port(new QSpinBox(this))
    , m_nameLabel(new QLabel(this))
    , m_name(new QLineEdit(this))
    , m_passwordLabel(new QLabel(this))
    , m_password(new QLineEdit(this))
    , m_plain(new QCheckBox(this))
    , m_plainReally(new QCheckBox(this))
    , m_cancel(new QPushButton(this))
    , m_serve(new QPushButton(this))
{
    setObjectName(QStringLiteral("serveDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAcceptDrops(true);
    setMinimumWidth(kWidth);
    m_cancel->setObjectName(QStringLiteral("cancelServe"));
    m_serve->setObjectName(QStringLiteral("startServe"));
    m_serve->setProperty("primary", true);
    m_serve->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_serve);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kSpace5, kSpace5, kSpace5, kSpace4);
    column->setSpacing(kSpace3);
    column->addLayout(makeFiles());
    column->addLayout(makeForm());
    column->addWidget(m_plain);
    column->addWidget(m_plainReally);
    column->addSpacing(kSpace3);
    column->addLayout(buttons);
    connect(m_plain, &QCheckBox::toggled, this, [this](bool wanted) {
        m_plainReally->setVisible(wanted);
        m_plainReally->setChecked(false);
        update();
    });
    connect(m_plainReally, &QCheckBox::toggled, this, &ServeDialog::update);
    connect(m_name, &QLineEdit::textChanged, this, &ServeDialog::update);
    connect(m_password, &QLineEdit::textChanged, this, &ServeDialog::update);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_serve, &QPushButton::clicked, this, &ServeDialog::serve);
    m_plainReally->hide();
    retranslate();
    update();
}

QLayout *ServeDialog::makeFiles()
{
    m_list->setObjectName(QStringLiteral("servedFiles"));
    m_list->setModel(&m_files);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setFrameShape(QFrame::StyledPanel);
    m_filesLabel->setBuddy(m_list);
    m_choose->setObjectName(QStringLiteral("addServedFiles"));
    m_choose->setIcon(icon(QStringLiteral("document-open")));
    m_choose->setIconSize(kButtonIcon);
    m_remove->setObjectName(QStringLiteral("removeServedFile"));
    m_remove->setIcon(icon(QStringLiteral("list-remove")));
    m_remove->setIconSize(kButtonIcon);
    connect(m_choose, &QPushButton::clicked, this, &ServeDialog::chooseFiles);
    connect(m_remove, &QPushButton::clicked, this, &ServeDialog::removeFile);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ServeDialog::update);
    auto *row = new QHBoxLayout;
    row->addWidget(m_choose);
    row->addWidget(m_remove);
    row->addStretch(1);
    auto *column = new QVBoxLayout;
    column->setSpacing(kSpace2);
    column->addWidget(m_filesLabel);
    column->addWidget(m_list, 1);
    column->addLayout(row);
    return column;
}

QLayout *ServeDialog::makeForm()
{
    m_address->setObjectName(QStringLiteral("serveAddress"));
    m_address->addItem(QString(), QString());
    for (const std::string &address : server::localAddresses()) {
        const QString text = QString::fromStdString(address);
        m_address->addItem(text, text);
    }
    m_port->setObjectName(QStringLiteral("servePort"));
    m_port->setRange(0, kMostPort);
    m_name->setObjectName(QStringLiteral("loginName"));
    m_password->setObjectName(QStringLiteral("loginPassword"));
    m_password->setEchoMode(QLineEdit::Password);
    m_plain->setObjectName(QStringLiteral("plainHttp"));
    m_plainReally->setObjectName(QStringLiteral("plainHttpReally"));
    m_addressLabel->setBuddy(m_address);
    m_portLabel->setBuddy(m_port);
    m_nameLabel->setBuddy(m_name);
    m_passwordLabel->setBuddy(m_password);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(kSpace5);
    form->setVerticalSpacing(kSpace3);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(m_addressLabel, m_address);
    form->addRow(m_portLabel, m_port);
    form->addRow(m_nameLabel, m_name);
    form->addRow(m_passwordLabel, m_password);
    return form;
}

void ServeDialog::addFiles(const QStringList &files)
{
    QStringList all = m_files.stringList();
    for (const QString &file : files) {
        if (!file.isEmpty() && !all.contains(file))
            all << file;
    }
    m_files.setStringList(all);
    update();
}

void ServeDialog::chooseFiles()
{
    auto *chooser = new QFileDialog(this, tr("Files to serve"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFiles);
    chooser->setNameFilters({tr("Images (*.bin)"), tr("All files (*)")});
    connect(chooser, &QFileDialog::filesSelected, this, &ServeDialog::addFiles);
    chooser->open();
}

void ServeDialog::removeFile()
{
    m_files.removeRow(m_list->currentIndex().row());
    update();
}

void ServeDialog::update()
{
    const bool isAgreed = !m_plain->isChecked() || m_plainReally->isChecked();
    const bool isLoginWhole = m_name->text().isEmpty() == m_password->text().isEmpty();
    m_serve->setEnabled(m_files.rowCount() > 0 && isAgreed && isLoginWhole);
    m_remove->setEnabled(m_list->selectionModel()->hasSelection());
}

void ServeDialog::serve()
{
    fleet::FileServerOptions options;
    for (const QString &file : m_files.stringList())
        options.files.emplace_back(file.toStdString());
    const std::string address = m_address->currentData().toString().toStdString();
    if (!address.empty())
        options.bindAddress = address;
    options.port = static_cast<std::uint16_t>(m_port->value());
    options.plainHttp = m_plain->isChecked() && m_plainReally->isChecked();
    if (!m_name->text().isEmpty())
        options.logins.push_back({m_name->text().toStdString(), m_password->text().toStdString()});
    Q_EMIT serveRequested(options);
    accept();
}

void ServeDialog::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void ServeDialog::dropEvent(QDropEvent *event)
{
    QStringList files;
    for (const QUrl &url : event->mimeData()->urls())
        files << url.toLocalFile();
    addFiles(files);
    event->acceptProposedAction();
}

void ServeDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ServeDialog::retranslate()
{
    setWindowTitle(tr("Serve files"));
    m_filesLabel->setText(tr("&Files to serve, without a campaign (drop them here)"));
    m_choose->setText(tr("&Add files…"));
    m_remove->setText(tr("&Remove"));
    m_addressLabel->setText(tr("Ad&dress"));
    m_address->setItemText(0, tr("Every address of this computer"));
    m_portLabel->setText(tr("&Port"));
    m_port->setSpecialValueText(tr("Any that is free"));
    m_nameLabel->setText(tr("&Login"));
    m_name->setPlaceholderText(tr("None is needed"));
    m_passwordLabel->setText(tr("Pass&word"));
    m_plain->setText(tr("Plain &HTTP, without TLS"));
    m_plainReally->setText(
        tr("&Yes: everyone in the network may read and change the image on its way"));
    m_cancel->setText(tr("&Cancel"));
    m_serve->setText(tr("&Serve"));
}

} // namespace otabench::widgets
