// AES-GCM by the multi-buffer library for IPsec. Compiled where that was found.

#include "server/detail/aes_gcm.h"

#include "base/assert.h"

#include <openssl/crypto.h>

#include <intel-ipsec-mb.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

namespace otabench::server::detail {
namespace {

/// Gives back the pages of the library that holds `function`. Making its table ran a self-test of
/// every algorithm there is: 3 MB of code and tables, of which a server uses a few pages. They are
/// unchanged, and come from the file again where they are used.
void forgetPagesOf(const void *function)
{
    const auto visit = [](dl_phdr_info *info, std::size_t, void *wanted) {
        const auto address = reinterpret_cast<std::uintptr_t>(wanted);
        const std::span headers(info->dlpi_phdr, info->dlpi_phnum);
        const auto holds = [&](const ElfW(Phdr) & part) {
            return part.p_type == PT_LOAD &&
                   address - info->dlpi_addr - part.p_vaddr < part.p_memsz;
        };
        if (std::ranges::none_of(headers, holds))
            return 0;
        const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
        for (const ElfW(Phdr) & part : headers) {
            if (part.p_type != PT_LOAD || (part.p_flags & PF_W) != 0)
                continue;
            const std::uintptr_t first = (info->dlpi_addr + part.p_vaddr) / page * page;
            const std::uintptr_t end = info->dlpi_addr + part.p_vaddr + part.p_memsz;
            (void)::madvise(reinterpret_cast<void *>(first), end - first, MADV_DONTNEED);
        }
        return 1;
    };
    ::dl_iterate_phdr(visit, const_cast<void *>(function));
}

/// The library's table of functions, made once; nullptr where it would gain nothing.
IMB_MGR *library()
{
    struct FreeManager
    {
        void operator()(IMB_MGR *manager) const { free_mb_mgr(manager); }
    };

    static const std::unique_ptr<IMB_MGR, FreeManager> instance = [] {
        std::unique_ptr<IMB_MGR, FreeManager> made(alloc_mb_mgr(0));
        if (made == nullptr)
            return made;
        IMB_ARCH chosen = IMB_ARCH_NONE;
        init_mb_mgr_auto(made.get(), &chosen);
        constexpr std::uint64_t kNeeded = IMB_FEATURE_VAES | IMB_FEATURE_VPCLMULQDQ;
        if (imb_get_errno(made.get()) != 0 || (made->features & kNeeded) != kNeeded ||
            (made->features & IMB_FEATURE_SELF_TEST_PASS) == 0)
            made.reset();
        else
            forgetPagesOf(reinterpret_cast<const void *>(made->gcm128_enc_update));
        return made;
    }();
    return instance.get();
}

class VectorGcm final : public AesGcm
{
public:
    VectorGcm(IMB_MGR &manager, std::span<const unsigned char> key)
        : m_manager(&manager)
        , m_is128(key.size() == 16)
    {
        if (m_is128)
            IMB_AES128_GCM_PRE(m_manager, key.data(), &m_key);
        else
            IMB_AES256_GCM_PRE(m_manager, key.data(), &m_key);
    }

    ~VectorGcm() override { OPENSSL_cleanse(&m_key, sizeof m_key); }

    bool seal(const Message &message, unsigned char *out) override
    {
        const auto *const plain = reinterpret_cast<const unsigned char *>(message.plain.data());
        unsigned char *const trailer = out + message.plain.size();
        unsigned char *const tag = trailer + message.trailer.size();
        gcm_context_data context = {};
        if (m_is128) {
            IMB_AES128_GCM_INIT(m_manager, &m_key, &context, message.nonce.data(),
                                message.associated.data(), message.associated.size());
            encrypt(m_manager->gcm128_enc_update, context, {plain, message.plain.size()}, out);
            encrypt(m_manager->gcm128_enc_update, context, message.trailer, trailer);
            IMB_AES128_GCM_ENC_FINALIZE(m_manager, &m_key, &context, tag, kTagBytes);
        } else {
            IMB_AES256_GCM_INIT(m_manager, &m_key, &context, message.nonce.data(),
                                message.associated.data(), message.associated.size());
            encrypt(m_manager->gcm256_enc_update, context, {plain, message.plain.size()}, out);
            encrypt(m_manager->gcm256_enc_update, context, message.trailer, trailer);
            IMB_AES256_GCM_ENC_FINALIZE(m_manager, &m_key, &context, tag, kTagBytes);
        }
        return true;
    }

private:
    void encrypt(aes_gcm_enc_dec_update_t update, gcm_context_data &context,
                 std::span<const unsigned char> plain, unsigned char *out)
    {
        if (!plain.empty())
            update(&m_key, &context, out, plain.data(), plain.size());
    }

    IMB_MGR *const m_manager;
    const bool m_is128;
    // The library demands it, and its header says so only when it is built itself.
    alignas(64) gcm_key_data m_key = {};
};

} // namespace

std::unique_ptr<AesGcm> AesGcm::makeVector(std::span<const unsigned char> key)
{
    OTABENCH_ASSERT(key.size() == 16 || key.size() == 32);
    IMB_MGR *const manager = library();
    return manager == nullptr ? nullptr : std::make_unique<VectorGcm>(*manager, key);
}

} // namespace otabench::server::detail
