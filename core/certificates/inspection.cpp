#include "certificates/inspection.h"

#include "base/hex.h"
#include "certificates/detail/x509.h"

#include <span>

namespace otabench::certificates {
namespace {

std::string signatureName(X509 *certificate)
{
    const int nid = X509_get_signature_nid(certificate);
    const char *text = OBJ_nid2ln(nid);
    return text != nullptr ? text : "unknown";
}

std::string serialText(X509 *certificate)
{
    const ASN1_INTEGER *serial = X509_get0_serialNumber(certificate);
    const auto *first = reinterpret_cast<const std::byte *>(ASN1_STRING_get0_data(serial));
    return toHex(std::span(first, static_cast<std::size_t>(ASN1_STRING_length(serial))));
}

Summary summarizeOne(X509 *certificate)
{
    using Clock = std::chrono::system_clock;
    Summary summary;
    summary.subject = detail::nameText(X509_get_subject_name(certificate));
    summary.issuer = detail::nameText(X509_get_issuer_name(certificate));
    summary.commonName = detail::commonName(certificate);
    summary.names = detail::alternativeNames(certificate);
    summary.key = detail::keyText(certificate);
    summary.signature = signatureName(certificate);
    summary.serial = serialText(certificate);
    summary.sha256 = detail::fingerprint(certificate);
    summary.isAuthority = detail::isAuthority(certificate);
    const std::uint32_t extended = X509_get_extended_key_usage(certificate);
    summary.isClient = extended != UINT32_MAX && (extended & XKU_SSL_CLIENT) != 0 &&
                       (extended & XKU_SSL_SERVER) == 0;
    summary.notBefore = Clock::from_time_t(detail::toTime(X509_get0_notBefore(certificate)));
    summary.notAfter = Clock::from_time_t(detail::toTime(X509_get0_notAfter(certificate)));
    summary.derBytes = detail::derSize(certificate);
    return summary;
}

} // namespace

Result<std::vector<Summary>> summarize(std::string_view pem)
{
    const auto certificates = detail::parseCertificates(pem);
    if (!certificates)
        return tl::unexpected(certificates.error());
    std::vector<Summary> summaries;
    for (const openssl::Certificate &certificate : *certificates)
        summaries.push_back(summarizeOne(certificate.get()));
    return summaries;
}

} // namespace otabench::certificates
