print("sandalid")
