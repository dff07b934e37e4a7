#include "widgets/common/theme.h"

#include "base/assert.h"

#include <QApplication>
#include <QFile>
#include <QPalette>
#include <QPixmapCache>
#include <QStyleFactory>
#include <QWidget>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

// Resources of a static library are not registered by themselves; Qt wants this outside namespaces.
static void registerResources()
{
    Q_INIT_RESOURCE(otabench);
}

namespace otabench::widgets {
namespace {

constexpr int kLeastTextPercent = 100;
constexpr int kMostTextPercent = 200;

struct TokenColours
{
    Token token;
    const char *name; ///< as the style sheet writes it: @name@
    QRgb light, dark;
};

constexpr std::array kColours = {
    TokenColours{Token::Window, "window", 0xfff4f5f7, 0xff15181c},
    TokenColours{Token::Surface, "surface", 0xffffffff, 0xff1c2025},
    TokenColours{Token::Raised, "raised", 0xffe9ecf1, 0xff272c33},
    TokenColours{Token::Border, "border", 0xffd5d9e0, 0xff363c45},
    TokenColours{Token::Selection, "selection", 0xffdbe7fa, 0xff243b58},
    TokenColours{Token::Accent, "accent", 0xff1d57b0, 0xff84b6ff},
    TokenColours{Token::AccentText, "accentText", 0xffffffff, 0xff0f1216},
    TokenColours{Token::Text, "text", 0xff1b1f24, 0xffe6eaf0},
    TokenColours{Token::Muted, "muted", 0xff525b66, 0xffa3adb9},
    TokenColours{Token::Neutral, "neutral", 0xff525b66, 0xffa9b3be},
    TokenColours{Token::Info, "info", 0xff0b6478, 0xff62c6dc},
    TokenColours{Token::Busy, "busy", 0xff1d57b0, 0xff84b6ff},
    TokenColours{Token::Good, "good", 0xff176a31, 0xff66cd81},
    TokenColours{Token::Warning, "warning", 0xff7c4a00, 0xffeab454},
    TokenColours{Token::Bad, "bad", 0xffb01f16, 0xffff968c},
};

double luminance(const QColor &colour)
{
    const auto channel = [](double value) {
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) +
           0.0722 * channel(colour.blueF());
}

QColor mix(const QColor &top, const QColor &ground, double share)
{
    const auto blend = [share](double a, double b) { return a * share + b * (1 - share); };
    return QColor::fromRgbF(blend(top.redF(), ground.redF()), blend(top.greenF(), ground.greenF()),
                            blend(top.blueF(), ground.blueF()));
}

QPalette paletteOf(const Theme &theme)
{
    const QColor text = theme.colour(Token::Text);
    const QColor muted = theme.colour(Token::Muted);
    QPalette palette(theme.colour(Token::Raised), theme.colour(Token::Window));
    palette.setColor(QPalette::Window, theme.colour(Token::Window));
    palette.setColor(QPalette::Base, theme.colour(Token::Surface));
    palette.setColor(QPalette::AlternateBase, theme.colour(Token::Raised));
    palette.setColor(QPalette::Button, theme.colour(Token::Surface));
    palette.setColor(QPalette::ToolTipBase, theme.colour(Token::Raised));
    palette.setColor(QPalette::Mid, theme.colour(Token::Border));
    palette.setColor(QPalette::Highlight, theme.colour(Token::Selection));
    palette.setColor(QPalette::Link, theme.colour(Token::Busy));
    palette.setColor(QPalette::LinkVisited, theme.colour(Token::Busy));
    palette.setColor(QPalette::BrightText, theme.colour(Token::AccentText));
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText,
          QPalette::HighlightedText})
        palette.setColor(role, text);
    palette.setColor(QPalette::PlaceholderText, muted);
    const QColor disabled = mix(muted, theme.colour(Token::Window), 0.7);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::BrightText})
        palette.setColor(QPalette::Disabled, role, disabled);
    return palette;
}

QString sheetOf(const Theme &theme)
{
    QFile file(QStringLiteral(":/otabench/style/otabench.qss"));
    const bool opened = file.open(QIODevice::ReadOnly);
    OTABENCH_ASSERT(opened);
    QString sheet = QString::fromUtf8(file.readAll());
    for (const TokenColours &entry : kColours) {
        sheet.replace(QLatin1Char('@') + QLatin1String(entry.name) + QLatin1Char('@'),
                      theme.colour(entry.token).name());
    }
    sheet.replace(QStringLiteral("@scheme@"), theme.scheme() == Scheme::Light
                                                  ? QStringLiteral("light")
                                                  : QStringLiteral("dark"));
    return sheet;
}

} // namespace

QColor colour(Token token, Scheme scheme)
{
    const TokenColours &entry = kColours[static_cast<std::size_t>(token)];
    OTABENCH_ASSERT(entry.token == token);
    return QColor::fromRgb(scheme == Scheme::Light ? entry.light : entry.dark);
}

double contrastRatio(const QColor &first, const QColor &second)
{
    const double one = luminance(first);
    const double other = luminance(second);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

Theme::Theme(QApplication &application, Mode mode, QObject *parent)
    : QObject(parent)
    , m_application(application)
    , m_mode(mode)
    , m_systemScheme(luminance(QApplication::palette().color(QPalette::Window)) < 0.2
                         ? Scheme::Dark
                         : Scheme::Light)
{
    registerResources();
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    apply();
}

Scheme Theme::scheme() const
{
    switch (m_mode) {
    case Mode::Light:
        return Scheme::Light;
    case Mode::Dark:
        return Scheme::Dark;
    case Mode::System:
        break;
    }
    return m_systemScheme;
}

QColor Theme::tint(Token token) const
{
    return mix(colour(token), colour(Token::Surface), 0.14);
}

void Theme::setMode(Mode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    apply();
    Q_EMIT changed();
}

void Theme::setSystemScheme(Scheme scheme)
{
    if (std::exchange(m_systemScheme, scheme) == scheme || m_mode != Mode::System)
        return;
    apply();
    Q_EMIT changed();
}

void Theme::setTextPercent(int percent)
{
    const int wanted = std::clamp(percent, kLeastTextPercent, kMostTextPercent);
    if (wanted == m_textPercent)
        return;
    const double ratio = static_cast<double>(wanted) / m_textPercent;
    m_textPercent = wanted;
    apply(ratio);
    Q_EMIT changed();
}

/// Fonts that widgets were given with a size of their own do not follow the application's, and a
/// new style sheet takes them back to what they were when the first one came.
void Theme::apply(double textRatio)
{
    const auto resized = [textRatio](QFont font) {
        font.setPointSizeF(font.pointSizeF() * textRatio);
        return font;
    };
    std::vector<std::pair<QWidget *, QFont>> own;
    for (QWidget *widget : QApplication::allWidgets()) {
        if (widget->testAttribute(Qt::WA_SetFont) &&
            (widget->font().resolve() & QFont::SizeResolved) != 0)
            own.emplace_back(widget, resized(widget->font()));
    }
    QPixmapCache::clear(); // icons are kept there in the old text colour
    QApplication::setPalette(paletteOf(*this));
    if (textRatio != 1)
        QApplication::setFont(resized(QApplication::font()));
    m_application.setStyleSheet(sheetOf(*this));
    for (const auto &[widget, font] : own)
        widget->setFont(font);
}

QString Theme::name(Mode mode)
{
    switch (mode) {
    case Mode::Light:
        return QStringLiteral("light");
    case Mode::Dark:
        return QStringLiteral("dark");
    case Mode::System:
        break;
    }
    return QStringLiteral("system");
}

std::optional<Theme::Mode> Theme::modeFromName(const QString &name)
{
    for (const Mode mode : {Mode::System, Mode::Light, Mode::Dark}) {
        if (Theme::name(mode) == name)
            return mode;
    }
    return std::nullopt;
}

} // namespace otabench::widgets
