import ArgumentParser

Sandalid.main()
