#include "certificates/export.h"

#include "certificates/detail/x509.h"

#include <cctype>

namespace otabench::certificates {
namespace {

/// Text for a C comment: nothing that could end it or the line.
std::string commentText(std::string text)
{
    for (char &c : text) {
        if (c == '*' || c == '/' || c == '\\' || std::iscntrl(static_cast<unsigned char>(c)) != 0)
            c = '_';
    }
    return text;
}

} // namespace

Result<std::vector<std::byte>> toDer(std::string_view pem)
{
    const auto certificates = detail::parseCertificates(pem);
    if (!certificates)
        return tl::unexpected(certificates.error());
    X509 *certificate = certificates->front().get();
    std::vector<std::byte> der(detail::derSize(certificate));
    auto *end = reinterpret_cast<unsigned char *>(der.data());
    if (der.empty() || i2d_X509(certificate, &end) != static_cast<int>(der.size()))
        return fail(ErrorCode::CertificateInvalid, "the certificate cannot be written as DER: {}",
                    openssl::takeErrors());
    return der;
}

Result<std::string> derToPem(std::span<const std::byte> der)
{
    openssl::clearErrors();
    const auto *at = reinterpret_cast<const unsigned char *>(der.data());
    const openssl::Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (certificate == nullptr)
        return fail(ErrorCode::CertificateInvalid, "this is no certificate in DER form ({})",
                    openssl::takeErrors());
    return detail::toPem(certificate.get());
}

Result<std::string> toCHeader(std::string_view pem)
{
    const auto certificates = detail::parseCertificates(pem);
    if (!certificates)
        return tl::unexpected(certificates.error());
    std::string comment, lines;
    for (const auto &certificate : *certificates) {
        comment +=
            fmt::format("{} {}, valid until {}\n *   SHA-256 {}\n", comment.empty() ? "/*" : " *",
                        commentText(detail::commonName(certificate.get())),
                        detail::dateText(detail::toTime(X509_get0_notAfter(certificate.get()))),
                        detail::fingerprint(certificate.get()));
        const std::string text = detail::toPem(certificate.get());
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = text.find('\n', at);
            lines += fmt::format("\n    \"{}\\n\"", text.substr(at, end - at));
            at = end == std::string::npos ? text.size() : end + 1;
        }
    }
    return fmt::format("{} */\n#pragma once\n\nstatic const char otabench_ca_pem[] ={};\n", comment,
                       lines);
}

} // namespace otabench::certificates
