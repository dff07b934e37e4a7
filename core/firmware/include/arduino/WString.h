/* Arduino's String, as far as update sketches use it. For C++; C sees nothing. */
#pragma once

#ifdef __cplusplus

#include <cstdlib>
#include <string>

/** A text that grows as needed. */
class String
{
public:
    String(const char *text = "")
        : m_text(text != nullptr ? text : "")
    {
    }

    explicit String(char c)
        : m_text(1, c)
    {
    }

    explicit String(int number)
        : m_text(std::to_string(number))
    {
    }

    explicit String(unsigned number)
        : m_text(std::to_string(number))
    {
    }

    explicit String(long number)
        : m_text(std::to_string(number))
    {
    }

    explicit String(unsigned long number)
        : m_text(std::to_string(number))
    {
    }

    [[nodiscard]] const char *c_str() const { return m_text.c_str(); }

    [[nodiscard]] unsigned length() const { return static_cast<unsigned>(m_text.size()); }

    [[nodiscard]] bool isEmpty() const { return m_text.empty(); }

    /** 0 outside the text. */
    [[nodiscard]] char charAt(unsigned index) const
    {
        return index < m_text.size() ? m_text[index] : '\0';
    }

    char operator[](unsigned index) const { return charAt(index); }

    /** Position from `from` on; -1: it is not in the text. */
    [[nodiscard]] int indexOf(const String &what, unsigned from = 0) const
    {
        const auto found = m_text.find(what.m_text, from);
        return found == std::string::npos ? -1 : static_cast<int>(found);
    }

    /** From `begin` to before `end`, cut to the text. */
    [[nodiscard]] String substring(unsigned begin, unsigned end = ~0U) const
    {
        if (begin >= m_text.size() || end <= begin)
            return {};
        return m_text.substr(begin, end - begin).c_str();
    }

    [[nodiscard]] bool equals(const String &other) const { return m_text == other.m_text; }

    [[nodiscard]] bool startsWith(const String &head) const
    {
        return m_text.starts_with(head.m_text);
    }

    [[nodiscard]] bool endsWith(const String &tail) const { return m_text.ends_with(tail.m_text); }

    /** The number at its start; 0: there is none. */
    [[nodiscard]] long toInt() const { return std::strtol(m_text.c_str(), nullptr, 10); }

    /** Takes away white space on both sides. */
    void trim()
    {
        constexpr const char *kSpace = " \t\r\n\v\f";
        m_text.erase(0, m_text.find_first_not_of(kSpace));
        m_text.erase(m_text.find_last_not_of(kSpace) + 1);
    }

    String &operator+=(const String &other)
    {
        m_text += other.m_text;
        return *this;
    }

    String &operator+=(char c)
    {
        m_text += c;
        return *this;
    }

    friend String operator+(String left, const String &right) { return left += right; }

    friend bool operator==(const String &left, const String &right) { return left.equals(right); }

private:
    std::string m_text;
};

#endif
