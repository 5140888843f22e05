import ArgumentParser
import TLS

OpenSSLLibrary.keepUntilTheEnd()
Sandalid.main()
