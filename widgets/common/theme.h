#pragma once

#include <QColor>
#include <QObject>
#include <QSize>
#include <QString>

#include <array>
#include <optional>

class QApplication;

namespace otabench::widgets {

/// A colour by its meaning. Text tokens (Text … Bad) keep at least 4.5:1 on each ground (Window,
/// Surface, Raised, Selection); AccentText does on Accent.
enum class Token
{
    Window,  ///< behind everything
    Surface, ///< tables, cards, fields
    Raised,  ///< hover, headers, chips
    Border,  ///< 1 px dividers
    Selection,
    Accent, ///< the primary button
    AccentText,
    Text,
    Muted, ///< units and second lines
    Neutral,
    Info,
    Busy,
    Good,
    Warning,
    Bad,
};

inline constexpr std::array kGroundTokens = {Token::Window, Token::Surface, Token::Raised,
                                             Token::Selection};
inline constexpr std::array kTextTokens = {Token::Text, Token::Muted, Token::Neutral, Token::Info,
                                           Token::Busy, Token::Good,  Token::Warning, Token::Bad};

enum class Scheme
{
    Light,
    Dark
};

[[nodiscard]] QColor colour(Token token, Scheme scheme);

/// WCAG 2.1 contrast ratio of two opaque colours, 1 to 21.
[[nodiscard]] double contrastRatio(const QColor &first, const QColor &second);

/// Spacing, in device-independent pixels.
inline constexpr int kSpace1 = 4;
inline constexpr int kSpace2 = 8;
inline constexpr int kSpace3 = 12;
inline constexpr int kSpace4 = 16;
inline constexpr int kSpace5 = 24;
inline constexpr int kRadius = 6;
inline constexpr int kHeaderHeight = 56; ///< of a page's header, at least

/// Size of a button's icon: our icons are square and stand at the left, the rest keeps the text
/// away.
inline constexpr QSize kButtonIcon{20, 16};

/// The program's look: palette and style sheet from one table of tokens. Made in app/ and passed
/// down by reference; delegates ask it for colours when they paint. Thread: GUI.
class Theme : public QObject
{
    Q_OBJECT
public:
    enum class Mode
    {
        System, ///< light or dark as the desktop's palette at the start, or setSystemScheme()
        Light,
        Dark
    };

    /// Remembers the desktop's own palette and sets style, palette and sheet of `application`.
    explicit Theme(QApplication &application, Mode mode = Mode::System, QObject *parent = nullptr);

    [[nodiscard]] Mode mode() const { return m_mode; }

    [[nodiscard]] Scheme scheme() const;

    [[nodiscard]] QColor colour(Token token) const { return widgets::colour(token, scheme()); }

    /// The token's colour thinned over the surface: ground of chips and progress bars.
    [[nodiscard]] QColor tint(Token token) const;

    void setMode(Mode mode);

    /// What the desktop has now, for Mode::System.
    void setSystemScheme(Scheme scheme);

    /// The size of all texts, of what the desktop says: 100 to 200.
    void setTextPercent(int percent);

    [[nodiscard]] int textPercent() const { return m_textPercent; }

    /// "system", "light", "dark": settings and command line.
    [[nodiscard]] static QString name(Mode mode);
    [[nodiscard]] static std::optional<Mode> modeFromName(const QString &name);

Q_SIGNALS:
    void changed();

private:
    void apply(double textRatio = 1); ///< of the size of all texts

    QApplication &m_application;
    Mode m_mode;
    Scheme m_systemScheme;
    int m_textPercent = 100;
};

} // namespace otabench::widgets
