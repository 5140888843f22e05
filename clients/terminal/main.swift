print("sandali")
